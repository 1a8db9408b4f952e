package io.ctxagent.context.examples;

import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;

/** A value that belongs to a request. */
final class TraceId {

    private TraceId() {}

    // tag::example[]
    private static final ContextKey<String> TRACE_ID = ContextKey.of("traceId", String.class);

    static Context with(Context context, String id) {
        return context.withValue(TRACE_ID, id);
    }

    static String logLine(String message) {
        String id = Context.current().value(TRACE_ID);
        return "[" + (id == null ? "-" : id) + "] " + message;
    }
    // end::example[]
}
