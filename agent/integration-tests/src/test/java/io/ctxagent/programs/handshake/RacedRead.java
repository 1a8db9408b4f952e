package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A byte over loopback in each round; one that was not read under the context is read afterwards, from the same socket. */
final class RacedRead implements RacedCall {

    private final InputStream in;
    private final OutputStream out;
    private volatile int expected;
    private int got;

    RacedRead(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static RacedRead ofSocket() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            client.setTcpNoDelay(true);
            return new RacedRead(server.accept().getInputStream(), client.getOutputStream());
        }
    }

    @Override
    public void prepare() {
        expected = (expected + 1) & 0xFF;
        got = -1;
    }

    @Override
    public void block() throws IOException {
        got = in.read();
    }

    @Override
    public void release() {
        try {
            out.write(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) throws IOException {
        int left = returned ? got : in.read();
        return left == expected && in.available() == 0;
    }
}
