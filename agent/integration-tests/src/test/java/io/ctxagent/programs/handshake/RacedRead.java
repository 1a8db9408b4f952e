package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A byte through a stream in each round; one that was not read under the context is read afterwards, from the same stream. */
final class RacedRead implements RacedCall {

    private final InputStream in;
    private final OutputStream out;
    private final boolean interruptible;
    private volatile int expected;
    private int got;

    /** Of a socket: no interrupt ends its reads. */
    RacedRead(InputStream in, OutputStream out) {
        this(in, out, false);
    }

    private RacedRead(InputStream in, OutputStream out, boolean interruptible) {
        this.in = in;
        this.out = out;
        this.interruptible = interruptible;
    }

    static RacedRead ofPipe() throws IOException {
        PipedOutputStream out = new PipedOutputStream();
        return new RacedRead(new PipedInputStream(out), out, true);
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
    public Interrupt interrupt(Exception e) {
        return interruptible && e instanceof InterruptedIOException ? Interrupt.CLEARED : Interrupt.NONE;
    }

    @Override
    public void release() {
        try {
            out.write(expected);
            out.flush();
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
