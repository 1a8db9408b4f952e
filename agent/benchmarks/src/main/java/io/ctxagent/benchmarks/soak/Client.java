package io.ctxagent.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client of the service. Most of its requests it makes as they should be made; the others it leaves in the middle, by a
 * close or a reset, at any moment between the first byte and the answer, or gives a deadline that may pass.
 */
final class Client implements Runnable {

    /** Where the service's agent looks for the time that is left. */
    static final String LEFT = "X-Left-Ms";

    /** What the service may say to a request: of its own accord, or because its context was done. */
    private static final Set<Integer> RIGHT = Set.of(200, 201, 404, 409, 503, 504);

    private static final int MOST_MILLIS = 20_000;
    private static final int LONGEST_PATIENCE = 25;

    private final int port;
    private final Tally tally;
    private final List<String> items;
    private final SplittableRandom random;
    private volatile boolean stopped;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Client(int port, Tally tally, List<String> items, long seed) {
        this.port = port;
        this.tally = tally;
        this.items = items;
        this.random = new SplittableRandom(seed);
    }

    /** It makes no further request. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                request();
            } catch (IOException e) {
                tally.complain(e.toString());
                drop();
            } catch (InterruptedException e) {
                break;
            }
        }
        drop();
    }

    private void request() throws IOException, InterruptedException {
        int manner = random.nextInt(100);
        if (manner < 70) {
            tally.add(String.valueOf(answered(whole(""))));
        } else if (manner < 80) {
            tally.add("deadline " + answered(whole(LEFT + ": " + (1 + random.nextInt(30)) + "\r\n")));
        } else {
            leave(manner);
        }
    }

    private int answered(String request) throws IOException {
        Socket open = connected();
        open.getOutputStream().write(request.getBytes(ISO_8859_1));
        int status = answer();
        if (!RIGHT.contains(status)) {
            tally.complain(status + " to " + request.lines().findFirst().orElse(""));
        }
        // Some come back on a connection of their own.
        if (random.nextInt(20) == 0) {
            drop();
        }
        return status;
    }

    /** On a connection of its own, which others of this client do not miss. */
    private void leave(int manner) throws IOException, InterruptedException {
        drop();
        Socket open = connected();
        boolean part = manner >= 96;
        String request = part ? post("unicorn", "Content-Length: 4000\r\n") : whole("");
        int length = part ? 1 + random.nextInt(request.length()) : request.length();
        open.getOutputStream().write(request.substring(0, length).getBytes(ISO_8859_1));
        Thread.sleep(random.nextInt(LONGEST_PATIENCE)); // a client that loses its patience
        boolean reset = random.nextBoolean();
        if (reset) {
            open.setSoLinger(true, 0);
        }
        drop();
        tally.add((part ? "half " : "") + (reset ? "reset" : "closed"));
    }

    private String whole(String header) {
        int path = random.nextInt(1000);
        if (path < 500) {
            return get("/health", header);
        }
        if (path < 750) {
            return get("/orders/1", header);
        }
        if (path < 870) {
            return get("/price?item=" + item(), header);
        }
        if (path < 990) {
            return post("unicorn", header);
        }
        // Seldom: each one makes a row in a database that is held in memory.
        return path < 998 ? get("/report", header) : post(item(), header);
    }

    private String item() {
        return items.get(random.nextInt(items.size()));
    }

    private static String get(String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n";
    }

    private static String post(String item, String header) {
        String body = "item=" + item;
        String length = header.startsWith("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n";
        return "POST /orders HTTP/1.1\r\nHost: x\r\n" + header + length + "\r\n" + body;
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(MOST_MILLIS);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        return open;
    }

    private void drop() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }

    /** Reads one answer to its end; its status. */
    private int answer() throws IOException {
        String status = line();
        int length = 0;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (in == null || in.readNBytes(length).length < length) {
            throw new IOException("an answer without its end: " + status);
        }
        if (last) {
            drop();
        }
        return Integer.parseInt(status.split(" ", 3)[1]);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream from = in;
        int c = from == null ? -1 : from.read();
        while (from != null && c != '\n') {
            if (c < 0) {
                throw new IOException("the service closed the connection after '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
            c = from.read();
        }
        return line.toString();
    }
}
