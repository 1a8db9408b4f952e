package io.ctxagent.javaagent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.http.HttpProgram;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;

/** A child JVM that serves {@code io.ctxagent.programs.http.Routes}, and what a client does to it by hand. */
final class HttpChild implements AutoCloseable {

    private static final int MOST_MILLIS = 30_000;

    private final ChildJvm jvm;
    private final int port;

    HttpChild(ChildJvm jvm) {
        this.jvm = jvm;
        this.port =
                Integer.parseInt(jvm.awaitLine(line -> line.startsWith("PORT ")).substring(5));
    }

    /**
     * Tomcat 10.1 and {@code ee10} get the servlet API of their own, 6.0; the others 6.1.
     *
     * @param server {@code tomcat10}, {@code tomcat11}, {@code jetty10} or {@code jetty11}, perhaps with what
     *     {@link HttpProgram} adds to such a name
     */
    static HttpChild servlets(List<String> flags, String server, String threads) {
        assumeTrue(threads.equals("platform") || Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        boolean older = server.startsWith("tomcat10") || server.startsWith("jetty10");
        return new HttpChild(ChildJvm.start(
                classPath -> older ? tomcat10() + File.pathSeparator + classPath : classPath,
                flags,
                HttpProgram.class,
                server.replaceFirst("^tomcat1[01]", "tomcat"),
                threads));
    }

    private static String tomcat10() {
        try (Stream<Path> files = Files.list(Path.of("target", "tomcat-10").toAbsolutePath())) {
            return files.findFirst().orElseThrow().toString();
        } catch (IOException e) {
            throw new AssertionError("the jar is copied in phase pre-integration-test", e);
        }
    }

    int port() {
        return port;
    }

    ChildJvm jvm() {
        return jvm;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(MOST_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Whoever answers is believed: its key is of its own making. */
    Socket connectSecurely() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context.getSocketFactory().createSocket(connect(), "127.0.0.1", port, true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Status and body, {@code 200 text}, of a request on a connection of its own. */
    String get(String path, String... headers) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head("GET", path, headers));
            return answer(socket);
        }
    }

    /** Status and body of the next answer, which has a length or is chunked. */
    static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String status = line(in);
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        String body = chunked ? chunks(in) : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return status.split(" ")[1] + " " + body;
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line(in);
        }
        line(in);
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server has closed after '" + line + "'");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** How many of them the server closes within {@code most}, while each gets a byte every 50 ms or so; those are closed here too. */
    static int cutWhileDripping(List<Socket> sockets, Duration most) throws Exception {
        long end = System.nanoTime() + most.toNanos();
        List<Socket> open = new ArrayList<>(sockets);
        while (System.nanoTime() - end < 0 && !open.isEmpty()) {
            for (Socket socket : List.copyOf(open)) {
                if (isCut(socket, 50 / open.size() + 1)) {
                    open.remove(socket);
                    socket.close();
                }
            }
        }
        return sockets.size() - open.size();
    }

    private static boolean isCut(Socket socket, int millis) {
        try {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Connections that the child has open at its end, its listener not counted. */
    long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + jvm.pid() + "/fd"))) {
            return all.filter(HttpChild::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    void await(String line) {
        jvm.awaitLine(line::equals);
    }

    String awaitStart(String line) {
        return jvm.awaitLine(each -> each.startsWith(line));
    }

    /** Until {@code /kept/name} says so, perhaps with more behind it. */
    void awaitKept(String name, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get("/kept/" + name), answer -> answer.startsWith("200 " + state));
    }

    @Override
    public void close() {
        jvm.close();
    }
}
