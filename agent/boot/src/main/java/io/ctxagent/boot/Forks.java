package io.ctxagent.boot;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code ForkJoinTask.invoke} and the static {@code invokeAll}, which do work on the calling thread and then wait
 * for what is left of it, and of {@code ForkJoinPool.invokeAll} where that declares no InterruptedException. That wait ignores
 * an interrupt, so the same task is waited for by {@code get} first. They end with the ContextException itself. And of the wait in
 * {@code ForkJoinPool.invokeAll} with a time limit where that makes little of an interrupt.
 */
public final class Forks {

    private static final String INVOKE = "java.util.concurrent.ForkJoinTask.invoke";
    private static final String POOL_INVOKE_ALL = "java.util.concurrent.ForkJoinPool.invokeAll";

    private Forks() {}

    /**
     * On entry; throws the ContextException when the context is done.
     *
     * @param task null for several
     * @return whether {@link #exit} or {@link #exitAll} must follow
     */
    public static boolean enter(String call, @Nullable Object task) {
        Object context = Current.SLOT.get();
        return context != null && enterUnder(context, call, task);
    }

    private static boolean enterUnder(Object context, String call, @Nullable Object task) {
        ThreadRecord record = ThreadRecord.current();
        if (record.inCall() || record.agent || Family.FUTURE.off()) {
            return false;
        }
        if (Settings.enforce) {
            if (Futures.spared(record, context, call, task) || ((BooleanSupplier) context).getAsBoolean()) {
                return false; // or done this moment: the call goes on
            }
        } else if (((BooleanSupplier) context).getAsBoolean()) {
            EndedCalls.note(context, call);
        }
        record.begin(Family.FUTURE, context, call, Settings.enforce ? null : task);
        return true;
    }

    /**
     * Before {@code ForkJoinTask} waits for {@code task}; throws the ContextException when the context of the call is done
     * before the task is.
     */
    public static void awaiting(ForkJoinTask<?> task) {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || !record.in(Family.FUTURE) || !Settings.enforce) {
            return;
        }
        Object context = record.context;
        String call = record.call;
        // With a target it is the wait that is made here.
        if (context != null && call != null && record.target == null && !record.muted && waitsHere(call)) {
            Futures.await(context, record, task, call);
            record.begin(Family.FUTURE, context, call, null);
        }
    }

    /**
     * In place of the wait for {@code task} in a pool's {@code invokeAll} with a time limit, which takes an interrupt for the end of
     * that time and goes on to the next task; throws when the context of the call is done before the task is.
     *
     * @return whether it was made
     */
    public static boolean awaitInPool(ForkJoinTask<?> task, long nanos) throws InterruptedException {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null
                || !record.in(Family.FUTURE)
                || record.muted
                || !Settings.enforce
                || !POOL_INVOKE_ALL.equals(record.call)) {
            return false;
        }
        try {
            task.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            if (record.contextDone()) {
                throw e;
            }
            // The user's: it ends this wait alone, as without a context.
        } catch (ExecutionException | TimeoutException | RuntimeException ended) {
            // The pool looks for itself how the task is.
        }
        return true;
    }

    private static boolean waitsHere(String call) {
        return call.startsWith(INVOKE) || call.equals(POOL_INVOKE_ALL);
    }

    /** On the way out of {@code invoke}: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }

    /** On the way out of {@code invokeAll}; whatever it fails with, the tasks but the first are cancelled, as by the JDK. */
    public static @Nullable Throwable exitAll(@Nullable Throwable thrown, Object[] arguments) {
        Throwable ending = Waits.exit(thrown);
        if (ending != null) {
            try {
                cancelOthers(arguments);
            } catch (Throwable fault) {
                Family.FUTURE.fault(fault);
            }
        }
        return ending;
    }

    private static void cancelOthers(Object[] arguments) {
        Object[] tasks = arguments;
        if (arguments.length == 1) {
            Object several = arguments[0];
            tasks = several instanceof Collection ? ((Collection<?>) several).toArray() : (Object[]) several;
        }
        for (int i = 1; i < tasks.length; i++) {
            if (tasks[i] instanceof ForkJoinTask) {
                ((ForkJoinTask<?>) tasks[i]).cancel(false);
            }
        }
    }
}
