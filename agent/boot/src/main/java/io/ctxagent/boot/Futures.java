package io.ctxagent.boot;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/**
 * The hook of {@link CompletableFuture#join}, which declares no InterruptedException: the wait is done by {@code get} before
 * {@code join} begins, so {@code join} itself never blocks under a context.
 */
public final class Futures {

    private Futures() {}

    /** On entry; throws the ContextException when the context is done first. */
    public static void join(CompletableFuture<?> future) {
        Object context = Current.SLOT.get();
        if (context != null && Settings.enforce && !Family.FUTURE.off()) {
            ThreadRecord record = ThreadRecord.current();
            if (record.family == null && !record.agent && !spared(record, context)) {
                await(context, future);
            }
        }
    }

    private static boolean spared(ThreadRecord record, Object context) {
        return ((BooleanSupplier) context).getAsBoolean()
                && Guards.spare(record);
    }

    private static void await(Object context, CompletableFuture<?> future) {
        if (((BooleanSupplier) context).getAsBoolean()) {
            RuntimeException failure = BlockedCall.contextException(context);
            if (failure != null) {
                throw failure;
            }
        }
        boolean interruptedByUser = false;
        try {
            while (!future.isDone()) {
                try {
                    future.get();
                } catch (ContextInterruptedException e) {
                    Throwable cause = e.getCause();
                    if (cause instanceof RuntimeException) {
                        throw (RuntimeException) cause;
                    }
                } catch (InterruptedException e) {
                    // join() goes on waiting; the flag is set again below.
                    interruptedByUser = true;
                } catch (ExecutionException | CancellationException e) {
                    return; // join() reports it in its own words
                }
            }
        } finally {
            if (interruptedByUser) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
