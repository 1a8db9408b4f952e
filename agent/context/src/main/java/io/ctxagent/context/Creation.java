package io.ctxagent.context;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who wants to know of each derivation. Nobody, without the agent. */
final class Creation {

    private static volatile @Nullable Supplier<@Nullable Object[]> observer;

    /** When the agent connected, on {@link System#nanoTime()}; null while it has not. */
    private static volatile @Nullable Long connectedNanos;

    private Creation() {}

    static void install(@Nullable Supplier<@Nullable Object[]> next) {
        observer = next;
    }

    static boolean observed() {
        return observer != null;
    }

    /** Asks the observer where {@code node} is made and who makes it. An observer that throws breaks no derivation. */
    static void observe(Node node) {
        Supplier<@Nullable Object[]> asked = observer;
        if (asked == null) {
            return;
        }
        try {
            @Nullable Object[] answer = asked.get();
            if (answer != null && (answer[0] != null || answer[1] != null)) {
                Side side = new Side();
                side.site = answer[0];
                side.owner = answer[1];
                node.side = side;
            }
        } catch (Throwable ignored) {
            // The agent counts its own faults.
        }
    }

    static void connected() {
        if (connectedNanos == null) {
            connectedNanos = System.nanoTime();
        }
    }

    static @Nullable Long connectedNanos() {
        return connectedNanos;
    }

    /** Now, where the agent wants to know when contexts ended; it costs as much as a third of a cancel. */
    static long clock() {
        return connectedNanos == null ? ContextException.UNKNOWN : System.nanoTime();
    }
}
