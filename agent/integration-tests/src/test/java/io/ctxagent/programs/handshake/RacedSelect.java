package io.ctxagent.programs.handshake;

import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A selector that finds a byte in each round, behind a select that returns at once under the same context. */
final class RacedSelect implements RacedCall {

    private final Selector selector = Selector.open();
    private final Pipe pipe = Pipe.open();

    RacedSelect() throws IOException {
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void prepare() {
        selector.wakeup();
    }

    @Override
    public void block() throws IOException {
        while (selector.select() == 0) {
            Context.current().check();
        }
    }

    @Override
    public void release() {
        try {
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) {
        try {
            while (selector.selectedKeys().isEmpty()) {
                selector.select();
            }
            selector.selectedKeys().clear();
            return pipe.source().read(ByteBuffer.allocate(2)) == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
