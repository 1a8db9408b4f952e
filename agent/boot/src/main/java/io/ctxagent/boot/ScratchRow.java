package io.ctxagent.boot;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row that its caller owns and that {@link Port#scan} and {@link Port#fill} write over, again and again: the places of a row of
 * {@link Port}, and behind them those here. What is a {@code Long} there is a number here.
 */
public final class ScratchRow {

    /**
     * {@code long[]} with what is a {@code Long} in other rows, at the same place; the list of keys there belongs to several
     * contexts.
     */
    public static final int NUMBERS = 13;

    /** In the numbers: null. */
    public static final long NONE = Long.MIN_VALUE;

    /** The API's own: what the keys there are of. */
    private static final int VALUES = 14;

    private static final int LENGTH = 15;

    private ScratchRow() {}

    /** A row to be written over; for one thread at a time. */
    public static @Nullable Object[] create() {
        @Nullable Object[] scratch = new @Nullable Object[LENGTH];
        scratch[NUMBERS] = new long[Port.ROW_LENGTH];
        return scratch;
    }

    /**
     * Writes a row of {@link Port#row}, {@link Port#walk} or {@link Port#lost} into {@code scratch}; false when it is not of this
     * bridge's shape.
     */
    public static boolean copied(@Nullable Object @Nullable [] row, @Nullable Object[] scratch) {
        if (row == null
                || row.length < Port.ROW_LENGTH
                || !(row[Port.KIND] instanceof String)
                || !(row[Port.STATE] instanceof String)) {
            return false;
        }
        if (!(row[Port.ID] instanceof Long id)
                || !(row[Port.PARENT] instanceof Long parent)
                || !(row[Port.CREATED_NANOS] instanceof Long created)) {
            return false;
        }
        long[] numbers = (long[]) Objects.requireNonNull(scratch[NUMBERS]);
        System.arraycopy(row, 0, scratch, 0, Port.ROW_LENGTH);
        scratch[VALUES] = null; // its keys are of nobody's values
        numbers[Port.ID] = id;
        numbers[Port.PARENT] = parent;
        numbers[Port.CREATED_NANOS] = created;
        numbers[Port.DEADLINE_NANOS] = row[Port.DEADLINE_NANOS] instanceof Long deadline ? deadline : NONE;
        numbers[Port.DONE_NANOS] = row[Port.DONE_NANOS] instanceof Long done ? done : NONE;
        return true;
    }

    /** {@link Port#scan} of a library that cannot; no lambda, because it is in the bridge. */
    static final class Copying implements Consumer<@Nullable Object[]> {

        private final @Nullable Object[] scratch;
        private final Runnable visitor;

        Copying(@Nullable Object[] scratch, Runnable visitor) {
            this.scratch = scratch;
            this.visitor = visitor;
        }

        @Override
        public void accept(@Nullable Object[] row) {
            if (copied(row, scratch)) {
                visitor.run();
            }
        }
    }
}
