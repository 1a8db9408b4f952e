package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** A server's thread works for one connection, and what it did before. Touched by that thread alone. */
final class ConnectionTurn {

    private final ThreadRecord record;
    private final @Nullable Object outside;
    private final @Nullable Object connection;

    ConnectionTurn(ThreadRecord record, @Nullable Object outside) {
        this.record = record;
        this.outside = outside;
        this.connection = record.connection;
    }

    void end() {
        record.connection = connection;
        if (outside != null) {
            record.under(outside);
        }
    }
}
