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

    /** Set for a call that goes on under a context that is done, and is not woken when it parks again. */
    private @Nullable RecordedCall goesOn;

    private @Nullable Throwable cause;

    private Suspension(ThreadRecord record, Family family, Object context, String call) {
        this.family = family;
        this.context = context;
        this.call = call;
        this.target = record.target;
        this.muted = record.muted;
        this.goesOn = record.blocked instanceof RecordedCall ? (RecordedCall) record.blocked : null;
    }

    /** Null where there is nothing to lay aside. */
    static @Nullable Suspension of(ThreadRecord record) {
        Suspension suspension = notEnded(record);
        if (suspension != null) {
            Waits.exit(null);
        }
        return suspension;
    }

    /** {@link #of} a call that has noticed that it was to end, by {@code noticed}, and goes on until others have ended. */
    static @Nullable Suspension told(ThreadRecord record, Throwable noticed) {
        Suspension suspension = notEnded(record);
        if (suspension != null) {
            Throwable ending = Waits.exit(noticed);
            suspension.cause = ending;
            if (suspension.goesOn == null && ending != null) {
                suspension.goesOn = new ToldCall(
                        suspension.context, suspension.family, suspension.call, suspension.target, noticed, ending);
            }
        }
        return suspension;
    }

    private static @Nullable Suspension notEnded(ThreadRecord record) {
        Family family = record.family();
        Object context = record.context;
        String call = record.call;
        // Only waits for results run foreign code; a driver stays silent whatever it runs.
        return record.agent || family != Family.FUTURE || context == null || call == null
                ? null
                : new Suspension(record, family, context, call);
    }

    /** What a call that was told ends with; null where it was not. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** The call goes on; it is registered again when it parks again, and is woken then if its context is done by now. */
    void resume(ThreadRecord record) {
        RecordedCall shown = goesOn;
        if (shown == null) {
            record.begin(family, context, call, target);
        } else {
            record.block(family, shown);
        }
        record.muted = muted;
    }
}
