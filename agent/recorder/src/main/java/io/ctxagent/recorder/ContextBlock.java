package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.ScratchRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some contexts that stand next to each other in a {@link ContextTable}: a column for each thing that is known of them, and those that
 * few have only where one has them. Not thread-safe.
 */
final class ContextBlock {

    private static final Rest NOTHING = new Rest();

    final long[] number;
    final long[] createdNanos;
    final int[] above;
    final byte[] kind;
    final byte[] state;
    final byte[] suffix;
    final @Nullable String[] site;
    final @Nullable Owner[] owner;

    // Where one has it.
    @Nullable
    String @Nullable [] name;

    long @Nullable [] deadlineNanos;
    long @Nullable [] thread;

    private @Nullable Rest @Nullable [] rest;

    /** What few have. */
    static final class Rest {
        long above;
        long doneNanos = ScratchRow.NONE;

        @Nullable
        Throwable cause;

        List<String> keys = List.of();
        boolean lost;
        SeenTests.@Nullable SeenTest test;

        /** After the first. */
        long[] threads = {};

        int threadCount;
    }

    ContextBlock(int capacity) {
        number = new long[capacity];
        createdNanos = new long[capacity];
        above = new int[capacity];
        kind = new byte[capacity];
        state = new byte[capacity];
        suffix = new byte[capacity];
        site = new @Nullable String[capacity];
        owner = new @Nullable Owner[capacity];
    }

    /** The column of names, to be written to. */
    @Nullable
    String[] names() {
        @Nullable String[] names = name;
        if (names == null) {
            names = new @Nullable String[number.length];
            name = names;
        }
        return names;
    }

    /** That of deadlines. */
    long[] deadlines() {
        long[] deadlines = deadlineNanos;
        if (deadlines == null) {
            deadlines = new long[number.length];
            Arrays.fill(deadlines, ScratchRow.NONE);
            deadlineNanos = deadlines;
        }
        return deadlines;
    }

    /** That of the first thread of each. */
    long[] threads() {
        long[] threads = thread;
        if (threads == null) {
            threads = new long[number.length];
            thread = threads;
        }
        return threads;
    }

    /** The rest of the one at {@code at}, to be written to. */
    Rest restToChange(int at) {
        @Nullable Rest[] all = rest;
        if (all == null) {
            all = new @Nullable Rest[number.length];
            rest = all;
        }
        Rest own = all[at];
        if (own == null) {
            own = new Rest();
            all[at] = own;
        }
        return own;
    }

    /** The same, to be read. */
    Rest rest(int at) {
        @Nullable Rest[] all = rest;
        Rest own = all == null ? null : all[at];
        return own == null ? NOTHING : own;
    }
}
