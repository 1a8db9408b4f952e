package io.ctxagent.samples.orders;

import io.ctxagent.context.ContextKey;

/** What a request carries along. */
final class Trace {

    /** Names the request wherever its work goes, also on the shipping thread. */
    static final ContextKey<String> ID = ContextKey.of("traceId", String.class);

    private Trace() {}
}
