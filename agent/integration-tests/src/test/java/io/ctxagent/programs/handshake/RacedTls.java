package io.ctxagent.programs.handshake;

import io.ctxagent.programs.TestKeys;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The two ends of a TLS connection over loopback, of which one writes its records in two halves, so that a cancel may come between. */
final class RacedTls {

    private static final int MOST_SPINS_BETWEEN = 400;

    /** To make a key takes a process. */
    private static SSLContext made;

    private final SSLSocket reader;
    private final SSLSocket writer;

    private RacedTls(SSLContext tls) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket halves = new Halves();
            halves.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            halves.setTcpNoDelay(true);
            reader = over(tls, server.accept());
            writer = over(tls, halves);
        }
        reader.setUseClientMode(true);
        writer.setUseClientMode(false);
        Thread greeting = new Thread(this::greet);
        greeting.start();
        // A byte behind the session tickets of TLS 1.3, so that no record of theirs is under way later.
        reader.getInputStream().read();
        greeting.join();
    }

    static RacedCall read() throws Exception {
        if (made == null) {
            made = TestKeys.context();
        }
        RacedTls ends = new RacedTls(made);
        return new RacedRead(ends.reader.getInputStream(), ends.writer.getOutputStream());
    }

    private static SSLSocket over(SSLContext tls, Socket socket) throws IOException {
        return (SSLSocket) tls.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    }

    private void greet() {
        try {
            writer.getOutputStream().write(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Halves extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length / 2);
                    Handover.spin(ThreadLocalRandom.current().nextInt(MOST_SPINS_BETWEEN));
                    out.write(bytes, from + length / 2, length - length / 2);
                }
            };
        }
    }
}
