package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** A thread that handles a request now, and what it was before. Touched by that thread alone. */
final class RequestRun {

    private final ThreadRecord record;
    final int server;
    final Object raw;
    final Object key;
    final IncomingRequest request;
    private final @Nullable Object outside;
    private final @Nullable Owner owner;

    private RequestRun(ThreadRecord record, int server, Object raw, Object key, IncomingRequest request) {
        this.record = record;
        this.server = server;
        this.raw = raw;
        this.key = key;
        this.request = request;
        this.outside = Current.SLOT.get();
        this.owner = record.owner;
    }

    static RequestRun begin(ThreadRecord record, int server, Object raw, Object key, IncomingRequest request) {
        RequestRun run = new RequestRun(record, server, raw, key, request);
        record.request = request;
        record.owner = request.owner;
        Current.SLOT.set(request.context);
        return run;
    }

    /** What the connection sends from here on is another request. */
    void read() {
        Object connection = record.connection;
        if (connection != null) {
            RequestReads.complete(connection);
        }
    }

    @SuppressWarnings("NullAway") // a slot may be empty
    void end() {
        record.request = null;
        record.owner = owner;
        Current.SLOT.set(outside);
    }
}
