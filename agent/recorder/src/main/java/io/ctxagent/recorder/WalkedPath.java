package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way from the root to where a walk is, as far as it was not kept: a suspect takes its ancestors with it. Rows are written over,
 * so it takes as much room as the deepest way did, of which it remembers a part. Belongs to the look's thread.
 */
final class WalkedPath {

    /** What is deeper is left out although something below it is kept; that then names a parent that is not there. */
    private static final int DEEPEST = 1_000;

    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private int length;

    /** The walk goes from parents to children, so whoever is not above {@code row} will have no more of them. */
    void enter(@Nullable Object[] row) {
        long parent = numbers(row)[Port.PARENT];
        while (length > 0 && numbers(rows.get(length - 1))[Port.ID] != parent) {
            length--;
        }
        if (length == DEEPEST) {
            return;
        }
        if (length == rows.size()) {
            rows.add(ScratchRow.create());
        }
        copy(row, rows.get(length++));
    }

    /** How many of them there are; the last is the one that was entered last, where it is not too deep. */
    int length() {
        return length;
    }

    /** The one that is {@code index} below the first. */
    @Nullable
    Object[] row(int index) {
        return rows.get(index);
    }

    private static void copy(@Nullable Object[] from, @Nullable Object[] to) {
        long[] numbers = numbers(to);
        System.arraycopy(numbers(from), 0, numbers, 0, numbers.length);
        System.arraycopy(from, 0, to, 0, ScratchRow.NUMBERS);
    }

    private static long[] numbers(@Nullable Object[] row) {
        return (long[]) Objects.requireNonNull(row[ScratchRow.NUMBERS]);
    }
}
