package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** A thread that handles a request now, and what it was before. Touched by that thread alone. */
final class RequestRun {

    private final ThreadRecord record;
    final int server;
    final Object raw;
    final IncomingRequest request;
    private final @Nullable Object outside;
    private final @Nullable Owner owner;

    private RequestRun(ThreadRecord record, int server, Object raw, IncomingRequest request) {
        this.record = record;
        this.server = server;
        this.raw = raw;
        this.request = request;
        this.outside = record.under();
        this.owner = record.owner;
    }

    static RequestRun begin(ThreadRecord record, int server, Object raw, IncomingRequest request) {
        RequestRun run = new RequestRun(record, server, raw, request);
        record.request = request;
        record.owner = request.owner;
        record.under(request.context);
        return run;
    }

    /** What the connection sends from here on is another request. */
    void read() {
        Object connection = record.connection;
        if (connection != null) {
            RequestReads.complete(connection);
        }
    }

    void end() {
        record.request = null;
        record.owner = owner;
        record.under(outside);
    }
}
