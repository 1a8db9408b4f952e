package io.ctxagent.samples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody else's service, played in this process: a line protocol over TCP on loopback. {@code PRICE lamp} is answered by
 * the price in cents after a short while; {@code SUBSCRIBE} is never answered. It knows nothing of contexts.
 */
final class Warehouse implements Part {

    private static final long THINKING_MILLIS = 20;
    private static final long IDLE_SECONDS = 5;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "warehouse-" + number.incrementAndGet()));

    Warehouse() throws IOException {
        threads.execute(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void acceptAll() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                clients.add(client);
                threads.execute(() -> talk(client));
            }
        } catch (IOException | RejectedExecutionException closed) {
            // close() ended the accept, or came between it and the hand-over.
        }
    }

    private void talk(Socket client) {
        try (client;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("PRICE ")) {
                    TimeUnit.MILLISECONDS.sleep(THINKING_MILLIS);
                    String cents = priceOf(line.substring("PRICE ".length())) + "\n";
                    client.getOutputStream().write(cents.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException gone) {
            // The client left, or we closed it.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private static int priceOf(String item) {
        return 500 + 100 * item.length();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        threads.shutdownNow();
        for (Socket client : clients) {
            client.close();
        }
        threads.awaitTermination(2, TimeUnit.SECONDS);
    }
}
