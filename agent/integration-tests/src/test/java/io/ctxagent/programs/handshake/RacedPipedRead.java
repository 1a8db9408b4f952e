package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;

/** A byte through a pipe of streams in each round; one that was not read under the context is read afterwards. */
final class RacedPipedRead implements RacedCall {

    private final PipedInputStream in = new PipedInputStream();
    private final PipedOutputStream out = new PipedOutputStream();
    private volatile int expected;
    private int got;

    RacedPipedRead() throws IOException {
        out.connect(in);
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
        return e instanceof InterruptedIOException ? Interrupt.CLEARED : Interrupt.NONE;
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
