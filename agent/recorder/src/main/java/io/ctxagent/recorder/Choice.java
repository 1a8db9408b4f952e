package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which contexts of a walk are kept, and what becomes of the others. Belongs to the look's thread. */
final class Choice {

    private final Room room;
    private final LeftOut leftOut;
    private final WalkedPath path = new WalkedPath();

    /** Keeps a row that the walk has come by before. */
    interface Keeping {
        void keep(@Nullable Object[] row);
    }

    /** @param atExit the JVM is going down */
    Choice(Room room, boolean atExit) {
        this.room = room;
        this.leftOut = new LeftOut(atExit);
    }

    LeftOut leftOut() {
        return leftOut;
    }

    /** Whether nothing more is kept, whatever it is. */
    boolean isFull(ContextTable table) {
        return table.size() >= room.most();
    }

    /** Whether {@code row}, which the walk is at, is kept; else it is counted. Where there is no room for all, its ancestors are kept first. */
    boolean takes(@Nullable Object[] row, ContextTable table, ContextsByNumber copy, Keeping keeping) {
        if (table.size() < room.listed()) {
            return true;
        }
        path.enter(row);
        boolean suspect =
                leftOut.isAbandoned(row) || Boolean.TRUE.equals(row[Port.LOST]) || "todo".equals(row[Port.KIND]);
        if (!suspect || !room.takesSuspect(table.size(), leftOut.keptFromPlaceOf(row, false))) {
            leftOut.add(row);
            return false;
        }
        leftOut.keptFromPlaceOf(row, true);
        for (int i = 0; i < path.length() && table.size() < room.listed() + room.suspects() - 1; i++) {
            @Nullable Object[] above = path.row(i);
            if (number(above) != number(row) && copy.get(number(above)) < 0) {
                leftOut.takeBack(above);
                keeping.keep(above);
            }
        }
        return true;
    }

    private static long number(@Nullable Object[] row) {
        return ((long[]) Objects.requireNonNull(row[ScratchRow.NUMBERS]))[Port.ID];
    }
}
