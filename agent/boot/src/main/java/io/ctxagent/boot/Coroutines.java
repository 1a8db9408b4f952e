package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of Kotlin's {@code runBlocking}, whose thread runs coroutines and parks while there is none to run. An interrupt of
 * such a park cancels the coroutine that it waits for; what the thread leaves with is the cause of that. The call is laid
 * aside while coroutines run: what they call is their own.
 */
public final class Coroutines {

    private static final String CALL = "kotlinx.coroutines.BlockingCoroutine.joinBlocking";

    private Coroutines() {}

    /**
     * On entry of {@code joinBlocking}. The coroutine has begun by then, so the call is made whatever the state of the context,
     * and is woken when it first parks.
     *
     * @return whether {@link #joined} must follow
     */
    public static boolean joining(Object coroutine) {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && record.free() && enter(record, coroutine);
    }

    private static boolean enter(ThreadRecord record, Object coroutine) {
        Object context = record.under();
        try {
            if (Guards.spare(record, context, coroutine)) {
                return Waits.spared(record, Family.FUTURE, context, CALL, coroutine);
            }
        } catch (Throwable fault) {
            Family.FUTURE.fault(fault);
            return false;
        }
        return Waits.enterUnrefused(Family.FUTURE, CALL, coroutine);
    }

    /** On the way out of a call whose entry returned true: what it ends with, null for its result. */
    public static @Nullable Throwable joined(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }

    /**
     * Before {@code coroutine} is cancelled because of {@code noticed}. Where that is the {@code joinBlocking} of the calling
     * thread, which has seen an interrupt, the call has been told, and is laid aside for what its cancel runs.
     *
     * @return null for nothing to do; else {@link #cause} says what it is cancelled with, and {@link #cancelled} must follow
     */
    public static @Nullable Object cancelling(Object coroutine, Throwable noticed) {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && record.target == coroutine && record.in(Family.FUTURE)
                ? Suspension.told(record, noticed)
                : null;
    }

    /** The exception that the coroutine is cancelled with. */
    public static Throwable cause(Object cancelling, Throwable noticed) {
        Throwable cause = ((Suspension) cancelling).cause();
        return cause == null ? noticed : cause;
    }

    /** After it; the thread goes back to its call. */
    public static void cancelled(Object cancelling) {
        Futures.resume(cancelling);
    }
}
