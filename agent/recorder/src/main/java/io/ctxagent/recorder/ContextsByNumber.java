package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/** The contexts of one copy of the API by their number: open addressing without boxes, a few bytes for each. Not thread-safe. */
final class ContextsByNumber {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private @Nullable SeenContext[] table = new @Nullable SeenContext[64];
    private int size;

    @Nullable
    SeenContext get(long number) {
        int mask = table.length - 1;
        int at = slot(number, mask);
        SeenContext found = table[at];
        while (found != null && found.number != number) {
            at = at + 1 & mask;
            found = table[at];
        }
        return found;
    }

    /** Whether none had that number before; else that one stays. */
    boolean add(SeenContext context) {
        if (2 * size >= table.length) {
            grow();
        }
        boolean added = insert(context, table);
        size += added ? 1 : 0;
        return added;
    }

    private void grow() {
        @Nullable SeenContext[] larger = new @Nullable SeenContext[2 * table.length];
        for (SeenContext context : table) {
            if (context != null) {
                insert(context, larger);
            }
        }
        table = larger;
    }

    private static boolean insert(SeenContext context, @Nullable SeenContext[] into) {
        int mask = into.length - 1;
        int at = slot(context.number, mask);
        SeenContext there = into[at];
        while (there != null && there.number != context.number) {
            at = at + 1 & mask;
            there = into[at];
        }
        if (there == null) {
            into[at] = context;
        }
        return there == null;
    }

    private static int slot(long number, int mask) {
        return (int) (number * SPREAD >>> 32) & mask;
    }
}
