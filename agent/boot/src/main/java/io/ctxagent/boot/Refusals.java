package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * How often calls of one thread were refused because its context is done. Code that swallows an exception and tries again, until
 * what it waits for has come, would never end: each try is refused at once, so it takes a processor for itself, and two such
 * virtual threads take all that a small machine has. A driver that reads the server's last words after a timeout is such
 * code. So who asks again and again is left to itself: its calls go on as without the agent.
 *
 * <p>What is told apart from it is work that goes through many things, and is refused for each. So refusals are counted for
 * each thing, and only those that come fast; in all there may be many more.
 *
 * <p>Touched by its own thread alone.
 */
final class Refusals {

    /** Of calls on one object, within {@link #WINDOW_NANOS}. Some 30 ms of a processor. */
    static final int MOST_OF_ONE = 1_000;

    /** Of calls on whatever there is, within {@link #WINDOW_NANOS}. */
    static final int MOST_OF_ALL = 20_000;

    static final long WINDOW_NANOS = 10_000_000_000L;

    /** A power of two. What is tried again in turns is few things. */
    private static final int CELLS = 8;

    /** Identity hash of the context; not the context, which a thread that lives on would hold for ever. */
    private int context;

    private int all;
    private long sinceNanos;
    private final int[] things = new int[CELLS];
    private final int[] counts = new int[CELLS];

    /**
     * Whether the thread has been refused too often, so that this call, on {@code thing}, is not; counts it otherwise. Who was
     * refused too often stays so under the same context.
     *
     * @param nowNanos {@link System#nanoTime()}
     */
    boolean tooMany(Object context, @Nullable Object thing, long nowNanos) {
        int of = System.identityHashCode(context);
        if (of != this.context) {
            begin(of, nowNanos);
        } else if (nowNanos - sinceNanos > WINDOW_NANOS) {
            beginWindow(nowNanos);
        }
        int hash = System.identityHashCode(thing);
        int cell = (hash ^ hash >>> 8 ^ hash >>> 16) & (CELLS - 1);
        if (things[cell] != hash) {
            things[cell] = hash;
            counts[cell] = 0;
        }
        if (all >= MOST_OF_ALL || counts[cell] >= MOST_OF_ONE) {
            return true;
        }
        all++;
        counts[cell]++;
        return false;
    }

    private void begin(int context, long nowNanos) {
        this.context = context;
        all = 0;
        sinceNanos = nowNanos;
        for (int cell = 0; cell < CELLS; cell++) {
            counts[cell] = 0;
        }
    }

    private void beginWindow(long nowNanos) {
        sinceNanos = nowNanos;
        if (all < MOST_OF_ALL) {
            all = 0;
        }
        for (int cell = 0; cell < CELLS; cell++) {
            if (counts[cell] < MOST_OF_ONE) {
                counts[cell] = 0;
            }
        }
    }
}
