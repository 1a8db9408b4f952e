package io.ctxagent.context;

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
        row[STATE] = err == null ? "live" : err.isTimeout() ? "deadline-exceeded" : "canceled";
        row[CREATED_NANOS] = node.createdNanos;
        row[DEADLINE_NANOS] = deadline == null ? null : nanoTime(deadline);
        row[DONE_NANOS] = err == null ? null : doneNanos(err);
        row[CAUSE] = err == null ? null : err.cause();
        row[KEYS] = Values.names(context.inherited().all());
        row[NAME] = side == null ? null : side.nameText();
        row[SITE] = side == null ? null : side.siteText();
        row[OWNER] = side == null ? null : side.owner;
        row[LOST] = side != null && side.lost != null;
        return row;
    }

    /** On {@link System#nanoTime()}, whatever clock it goes by. */
    static Long nanoTime(Deadline deadline) {
        return deadline.time == SystemTime.INSTANCE ? deadline.nanos : System.nanoTime() + deadline.left();
    }

    /** Where it ended before the agent came, that is as near as is known. */
    private static @Nullable Long doneNanos(ContextException err) {
        return err.doneNanos() == ContextException.UNKNOWN ? Creation.connectedNanos() : Long.valueOf(err.doneNanos());
    }
}
