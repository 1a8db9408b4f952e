package io.ctxagent.samples.slowclient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Sends a request that never ends, slowly enough to keep a thread and often enough never to be idle. */
final class Attacker {

    private static final int PAUSE_MILLIS = 50;

    private final int port;
    private final CountDownLatch first = new CountDownLatch(1);

    Attacker(int port) {
        this.port = port;
    }

    /** Goes on until the server has closed the connection; returns after how many milliseconds that was. */
    long drip() throws InterruptedException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
            first.countDown();
            while (true) {
                out.write('x');
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException closed) {
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    void awaitFirstByte() throws InterruptedException {
        first.await();
    }
}
