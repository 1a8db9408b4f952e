package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * A hooked call that is laid aside while its thread runs somebody else's code: a task that a joining worker helps with, the
 * dependents of a future that it found completed. Their calls are their own, not that of the one who waits.
 */
final class Suspension {

    private final Family family;
    private final Object context;
    private final String call;
    private final @Nullable Object target;
    private final boolean muted;

    private Suspension(Family family, Object context, String call, @Nullable Object target, boolean muted) {
        this.family = family;
        this.context = context;
        this.call = call;
        this.target = target;
        this.muted = muted;
    }

    /** Null where there is nothing to lay aside. */
    static @Nullable Suspension of(ThreadRecord record) {
        Family family = record.family;
        Object context = record.context;
        String call = record.call;
        // Only waits for results run foreign code; a driver stays silent whatever it runs.
        if (record.agent || family != Family.FUTURE || context == null || call == null) {
            return null;
        }
        Suspension suspension = new Suspension(family, context, call, record.target, record.muted);
        Waits.exit(null);
        return suspension;
    }

    /** The call goes on; it is registered again when it parks again, and is woken then if its context is done by now. */
    void resume(ThreadRecord record) {
        record.begin(family, context, call, target);
        record.muted = muted;
    }
}
