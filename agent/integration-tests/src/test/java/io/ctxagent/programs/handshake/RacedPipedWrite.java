package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;

/** A second byte into a pipe of streams that has room for one: it is in there if the call came back, and only then. */
final class RacedPipedWrite implements RacedCall {

    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final PipedInputStream in = new PipedInputStream(1);
    private final PipedOutputStream out = new PipedOutputStream();
    private volatile int first;

    RacedPipedWrite() throws IOException {
        out.connect(in);
    }

    @Override
    public void prepare() {
        try {
            out.write(FIRST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void block() throws IOException {
        out.write(SECOND);
    }

    @Override
    public Interrupt interrupt(Exception e) {
        return e instanceof InterruptedIOException ? Interrupt.CLEARED : Interrupt.NONE;
    }

    @Override
    public void release() {
        try {
            synchronized (in) {
                first = in.read();
                // A read that does not wait tells no writer; that one would look again after a second.
                in.notifyAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) throws IOException {
        return first == FIRST
                && in.available() == (returned ? 1 : 0)
                && (!returned || in.read() == SECOND)
                && in.available() == 0;
    }
}
