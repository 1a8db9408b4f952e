package io.ctxagent.boot;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of waits for results that declare no InterruptedException. Their own waits ignore an interrupt, so what can be
 * waited for otherwise is waited for before they begin: {@code join} by {@code get}, {@code close} by
 * {@code awaitTermination}. They end with the ContextException itself.
 */
public final class Futures {

    private static final String CLOSE = "java.util.concurrent.ExecutorService.close";
    private static final String POOL_INVOKE = "java.util.concurrent.ForkJoinPool.invoke";

    private Futures() {}

    /**
     * On entry of {@code join}; throws the ContextException when the context is done before the future is.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean join(Future<?> future, String call) {
        Object context = Current.SLOT.get();
        return context != null && joinUnder(context, future, call);
    }

    private static boolean joinUnder(Object context, Future<?> future, String call) {
        ThreadRecord record = ThreadRecord.current();
        if (record.inCall() || record.agent) {
            return false;
        }
        if (Settings.enforce && !Family.FUTURE.off()) {
            if (spared(record, context, call, future)) {
                return Waits.spared(record, Family.FUTURE, context, call, future);
            }
            await(context, record, future, call);
            return false;
        }
        return enter(call, future);
    }

    /**
     * In place of {@code pool.invoke(task)}.
     *
     * @return whether it was done: the task has ended, and its {@code join} has the result
     */
    public static boolean invoke(ForkJoinPool pool, ForkJoinTask<?> task) {
        Object context = Current.SLOT.get();
        if (context == null || !Settings.enforce || Family.FUTURE.off()) {
            return false;
        }
        ThreadRecord record = ThreadRecord.current();
        if (record.inCall() || record.agent) {
            return false;
        }
        if (spared(record, context, POOL_INVOKE, pool)) {
            return false;
        }
        pool.submit(task);
        await(context, record, task, POOL_INVOKE);
        return true;
    }

    /** On entry of {@code pool.invoke(task)} where nothing is enforced. True when {@link #exit} must follow. */
    public static boolean observeInvoke(ForkJoinPool pool) {
        return Current.SLOT.get() != null && !Settings.enforce && enter(POOL_INVOKE, pool);
    }

    /** What {@link #invoke} has done. */
    public static @Nullable Object result(ForkJoinTask<?> task) {
        return task.join();
    }

    /**
     * On entry of {@code ExecutorService.close}, which takes an interrupt as the order to interrupt its tasks, and goes on
     * waiting. A done context is that order too, but nobody waits for those who do not obey.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean close(ExecutorService executor) {
        Object context = Current.SLOT.get();
        return context != null && executor != ForkJoinPool.commonPool() && closeUnder(context, executor);
    }

    private static boolean closeUnder(Object context, ExecutorService executor) {
        ThreadRecord record = ThreadRecord.current();
        if (record.inCall() || record.agent) {
            return false;
        }
        if (!Settings.enforce || Family.FUTURE.off()) {
            return enter(CLOSE, executor);
        }
        boolean interruptedByUser = false;
        try {
            executor.shutdown();
            while (!executor.isTerminated()) {
                RuntimeException ended = null;
                try {
                    awaitTermination(context, record, executor);
                } catch (ContextInterruptedException e) {
                    ended = contextException(e);
                    executor.shutdownNow();
                } catch (InterruptedException e) {
                    executor.shutdownNow();
                    interruptedByUser = true;
                }
                if (ended != null && !executor.isTerminated()) {
                    throw ended;
                }
            }
        } finally {
            if (interruptedByUser) {
                Thread.currentThread().interrupt();
            }
        }
        return false;
    }

    private static void awaitTermination(Object context, ThreadRecord record, ExecutorService executor)
            throws InterruptedException {
        boolean done = ((BooleanSupplier) context).getAsBoolean() && !Guards.spare(record, executor);
        RuntimeException failure = done ? BlockedCall.contextException(context) : null;
        if (failure != null) {
            EndedCalls.note(context, CLOSE);
            throw new ContextInterruptedException(failure);
        }
        Throwable thrown = null;
        record.begin(Family.FUTURE, context, CLOSE, executor);
        try {
            executor.awaitTermination(1, TimeUnit.DAYS);
        } catch (Throwable e) {
            thrown = e;
        }
        rethrow(Waits.exit(thrown));
    }

    /**
     * On entry of {@code get} of a future that is not the JDK's; fails fast when the context is done. That of a call of gRPC is left
     * alone: the call ends with the context by itself, and says why in its own words.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean get(String call, Object target) throws InterruptedException {
        Object context = Current.SLOT.get();
        // The weaver lets classes through that merely speak of futures.
        return context != null
                && target instanceof Future
                && !target.getClass().getName().startsWith("io.grpc.")
                && Waits.enter(Family.FUTURE, call, target);
    }

    /** On the way out of a call whose entry returned true: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }

    /** Before the thread runs code that is not of the call that it waits in. Null when there is none; else for {@link #resume}. */
    public static @Nullable Object suspend() {
        if (Current.SLOT.get() == null) {
            return null;
        }
        ThreadRecord record = ThreadRecord.peek();
        return record == null ? null : Suspension.of(record);
    }

    /** After it. */
    public static void resume(Object suspension) {
        ((Suspension) suspension).resume(ThreadRecord.current());
    }

    /** Recorded only; nothing is thrown from here where the context is not obeyed. */
    private static boolean enter(String call, Object target) {
        try {
            return Waits.enter(Family.FUTURE, call, target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the mode was changed this moment
            return false;
        }
    }

    /**
     * Throws the ContextException when {@code context} is done, except where that would do harm: true there, and false while the
     * context is live.
     */
    static boolean spared(ThreadRecord record, Object context, String call, @Nullable Object thing) {
        if (!((BooleanSupplier) context).getAsBoolean()) {
            return false;
        }
        if (Guards.spare(record, thing)) {
            return true;
        }
        EndedCalls.note(context, call);
        RuntimeException failure = BlockedCall.contextException(context);
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    /** Waits for {@code future} as {@code call}; throws the ContextException when the context is done before it is. */
    static void await(Object context, ThreadRecord record, Future<?> future, String call) {
        boolean interruptedByUser = false;
        try {
            boolean ended = future.isDone();
            while (!ended) {
                Throwable thrown = null;
                record.begin(Family.FUTURE, context, call, future);
                try {
                    future.get();
                    ended = true;
                } catch (ExecutionException | RuntimeException e) {
                    ended = true; // join() reports it in its own words
                } catch (Throwable e) {
                    thrown = e;
                }
                try {
                    rethrow(Waits.exit(thrown));
                } catch (ContextInterruptedException e) {
                    throw contextException(e);
                } catch (InterruptedException e) {
                    // join() goes on waiting; the flag is set again below.
                    interruptedByUser = true;
                }
            }
        } finally {
            if (interruptedByUser) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException contextException(ContextInterruptedException interrupted) {
        Throwable cause = interrupted.getCause();
        return cause instanceof RuntimeException ? (RuntimeException) cause : new CancellationException();
    }

    private static void rethrow(@Nullable Throwable thrown) throws InterruptedException {
        if (thrown instanceof InterruptedException) {
            throw (InterruptedException) thrown;
        }
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
    }
}
