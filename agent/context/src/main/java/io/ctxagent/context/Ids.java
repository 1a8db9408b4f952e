package io.ctxagent.context;

import java.util.concurrent.atomic.AtomicLong;

/** The ids of nodes: from 1, growing, never reused in this copy of the library. A child's is higher than its parent's. */
final class Ids {

    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    static long next() {
        return LAST.incrementAndGet();
    }
}
