package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code StructuredTaskScope.join}. A scope whose owner has not joined complains when it is closed, so a join
 * under a context that is done is begun all the same, as under a pending interrupt, and fails where it comes to its wait.
 */
public final class Scopes {

    private static final String SCOPE = "java.util.concurrent.StructuredTaskScope.";

    private Scopes() {}

    /** On entry of {@code join} and {@code joinUntil}. True when {@link #exit} must follow. */
    public static boolean enter(String call, Object scope) {
        Object context = Current.SLOT.get();
        return context != null && enterUnder(context, call, scope);
    }

    private static boolean enterUnder(Object context, String call, Object scope) {
        boolean entered = Waits.enterUnrefused(Family.FUTURE, call, scope);
        if (entered) {
            ThreadRecord record = ThreadRecord.current();
            record.muted |= Guards.spare(record, context, scope);
        }
        return entered;
    }

    /** Where the threads of a scope are waited for; fails fast when that is under a join whose context is done. */
    public static void awaiting() throws InterruptedException {
        InterruptedException failure = null;
        try {
            ThreadRecord record = ThreadRecord.peek();
            if (record == null || !record.in(Family.FUTURE) || record.muted || record.agent) {
                return;
            }
            Object context = record.context;
            String call = record.call;
            if (context != null && call != null && call.startsWith(SCOPE)) {
                failure = Waits.failFast(record, context, call);
            }
        } catch (Throwable fault) {
            Family.FUTURE.fault(fault);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** On the way out of a call whose entry returned true: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
