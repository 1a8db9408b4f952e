package io.ctxagent.context;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of nodes: growing, never reused in this copy of the library, a child's higher than its parent's. The lowest
 * {@value #BITS} bits say in which list of its owner an element is (see {@link Stripes}); {@link #shown} leaves them out.
 */
final class Ids {

    static final int BITS = 5;
    static final int MASK = (1 << BITS) - 1;

    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    /** The next one, with all low bits 0. */
    static long next() {
        return LAST.incrementAndGet() << BITS;
    }

    /** The first of {@code count} that follow each other at a distance of {@link #MASK} + 1. */
    static long block(int count) {
        return LAST.getAndAdd(count) + 1 << BITS;
    }

    /** What people see: from 1, and without gaps where no list of children was striped. */
    static long shown(long id) {
        return id >>> BITS;
    }
}
