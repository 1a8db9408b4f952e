package io.ctxagent.programs;

import java.sql.Connection;
import java.util.concurrent.LinkedBlockingQueue;

/** A pool that is empty; all that makes it one is in the class that it extends. */
final class BarePool extends BareSource {

    private final LinkedBlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

    @Override
    public Connection getConnection() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
