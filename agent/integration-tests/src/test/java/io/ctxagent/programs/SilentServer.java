package io.ctxagent.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Accepts one connection, sends what it is told to when a request has come, and says no more. */
final class SilentServer {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    SilentServer() throws IOException {
        this("");
    }

    SilentServer(String answer) throws IOException {
        Cases.daemon(() -> {
            Socket connection = server.accept();
            synchronized (connections) {
                connections.add(connection);
            }
            try {
                InputStream in = connection.getInputStream();
                if (readHead(in)) {
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    in.read();
                }
            } catch (IOException e) {
                // hung up in another way
            }
            over.countDown();
        });
    }

    private static boolean readHead(InputStream in) throws IOException {
        String head = "";
        for (int next = in.read(); next >= 0; next = in.read()) {
            head += (char) next;
            if (head.endsWith("\r\n\r\n")) {
                return true;
            }
        }
        return false;
    }

    int port() {
        return server.getLocalPort();
    }

    HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/"))
                .build();
    }

    boolean clientHasHungUp() throws InterruptedException {
        synchronized (connections) {
            // Refused before there was a connection, when the context was done already.
            if (connections.isEmpty()) {
                return true;
            }
        }
        return over.await(5, TimeUnit.SECONDS);
    }

    void hangUp() {
        try {
            server.close();
            synchronized (connections) {
                for (Socket connection : connections) {
                    connection.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
