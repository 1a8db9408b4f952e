package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** Which context is derived from which. */
final class Lineage {

    /** Deeper than anybody looks; then it counts as derived from somewhere else. */
    private static final int DEEPEST = 64;

    private Lineage() {}

    /** Whether {@code context} is {@code origin}, or derived from it. */
    static boolean leads(@Nullable Object context, Object origin) {
        if (context == origin) {
            return true;
        }
        Port port = context == null ? null : Ports.of(context);
        if (port == null || port != Ports.of(origin)) {
            return false;
        }
        @Nullable Object @Nullable [] row = port.row(origin);
        Object wanted = row == null ? null : row[Port.ID];
        Object at = context;
        for (int i = 0; i < DEEPEST && at != null && wanted != null; i++) {
            @Nullable Object @Nullable [] next = port.row(at);
            // A value layer has the id of what it is layered on.
            if (next != null && wanted.equals(next[Port.ID])) {
                return true;
            }
            at = port.parent(at);
        }
        return false;
    }
}
