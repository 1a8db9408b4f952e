package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;

/**
 * Two bytes through a pipe of channels in each round, of which the second is waited for: the reading end is closed only if the
 * context, or a user's interrupt, has ended a read. A read that fails fast leaves it open, and the pipe is not used again.
 */
final class RacedPipe implements RacedCall {

    private final ByteBuffer read = ByteBuffer.allocate(1);
    private volatile Pipe pipe = Pipe.open();

    RacedPipe() throws IOException {}

    @Override
    public void prepare() {
        try {
            if (!pipe.source().isOpen()) {
                pipe.sink().close();
                pipe = Pipe.open();
            }
            write(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int value) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    @Override
    public void block() throws IOException {
        for (int expected = 1; expected <= 2; expected++) {
            read.clear();
            if (pipe.source().read(read) != 1 || read.get(0) != expected) {
                throw new IOException("not the byte that was written");
            }
        }
    }

    @Override
    public Interrupt interrupt(Exception e) {
        return e instanceof ClosedByInterruptException ? Interrupt.CLOSED : Interrupt.NONE;
    }

    @Override
    public void release() {
        try {
            write(2);
        } catch (IOException closed) {
            // Its other end is: the context or the user was faster.
        }
    }

    @Override
    public boolean settled(boolean returned) {
        try {
            boolean open = pipe.source().isOpen();
            if (!returned) {
                pipe.source().close();
            }
            return open || !returned;
        } catch (IOException e) {
            return false;
        }
    }
}
