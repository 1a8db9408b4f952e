package io.ctxagent.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context as the agent sees it: an array of JDK objects, laid out as {@code io.ctxagent.boot.Port} says. */
final class Rows {

    static final int ID = 0;
    static final int PARENT = 1;
    static final int KIND = 2;
    static final int NAME = 3;
    static final int STATE = 4;
    static final int CREATED_NANOS = 5;
    static final int DEADLINE_NANOS = 6;
    static final int DONE_NANOS = 7;
    static final int CAUSE = 8;
    static final int SITE = 9;
    static final int KEYS = 10;
    static final int OWNER = 11;
    static final int LOST = 12;
    static final int LENGTH = 13;

    /** Of a row that is filled again and again: {@code long[]}, what else would be boxes. */
    static final int NUMBERS = 13;
    /** Of such a row, ours: the values that its keys are of. */
    static final int VALUES = 14;

    /** In the numbers: there is none. */
    static final long NONE = Long.MIN_VALUE;

    private Rows() {}

    static @Nullable Object[] of(Layer context) {
        Node node = context.node();
        Layer above = node.parent();
        ContextException err = node.err;
        Side side = node.side;
        Deadline deadline = node.inherited().bound();
        @Nullable Object[] row = new @Nullable Object[LENGTH];
        row[ID] = node.number();
        row[PARENT] = above == null ? 0L : above.node().number();
        row[KIND] = node.kind().id;
        row[STATE] = state(err);
        row[CREATED_NANOS] = node.createdNanos;
        row[DEADLINE_NANOS] = deadline == null ? null : Long.valueOf(nanoTime(deadline));
        row[DONE_NANOS] = err == null ? null : doneNanos(err);
        row[CAUSE] = err == null ? null : err.cause();
        row[KEYS] = Values.names(context.inherited().all());
        row[NAME] = side == null ? null : side.nameText();
        row[SITE] = side == null ? null : side.siteText();
        row[OWNER] = side == null ? null : side.owner;
        row[LOST] = side != null && side.lost != null;
        return row;
    }

    /** The same over what {@code row} holds, without a new object where the context before had the same keys. */
    static void fill(Layer context, @Nullable Object[] row) {
        Node node = context.node();
        Layer above = node.parent();
        ContextException err = node.err;
        Side side = node.side;
        Deadline deadline = node.inherited().bound();
        long[] numbers = (long[]) Objects.requireNonNull(row[NUMBERS]);
        numbers[ID] = node.number();
        numbers[PARENT] = above == null ? 0 : above.node().number();
        numbers[CREATED_NANOS] = node.createdNanos;
        numbers[DEADLINE_NANOS] = deadline == null ? NONE : nanoTime(deadline);
        numbers[DONE_NANOS] = doneNanosOrNone(err);
        row[KIND] = node.kind().id;
        row[STATE] = state(err);
        row[CAUSE] = err == null ? null : err.cause();
        Object values = context.inherited().all();
        if (row[VALUES] != values) {
            row[KEYS] = Values.names(values);
            row[VALUES] = values;
        }
        row[NAME] = side == null ? null : side.nameText();
        row[SITE] = side == null ? null : side.siteText();
        row[OWNER] = side == null ? null : side.owner;
        row[LOST] = side != null && side.lost != null;
    }

    private static String state(@Nullable ContextException err) {
        return err == null ? "live" : err.isTimeout() ? "deadline-exceeded" : "canceled";
    }

    private static long doneNanosOrNone(@Nullable ContextException err) {
        Long done = err == null ? null : doneNanos(err);
        return done == null ? NONE : done;
    }

    /** On {@link System#nanoTime()}, whatever clock it goes by. */
    static long nanoTime(Deadline deadline) {
        return deadline.time == SystemTime.INSTANCE ? deadline.nanos : System.nanoTime() + deadline.left();
    }

    /** Where it ended before the agent came, that is as near as is known. */
    private static @Nullable Long doneNanos(ContextException err) {
        return err.doneNanos() == ContextException.UNKNOWN ? Creation.connectedNanos() : Long.valueOf(err.doneNanos());
    }
}
