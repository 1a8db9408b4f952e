package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The hooks that carry a context from where a task is submitted to where it runs. */
public final class Tasks {

    private static final TaskTable SUBMITTED = new TaskTable();

    private Tasks() {}

    /** When a task is handed to an executor. */
    public static void submitted(@Nullable Object task) {
        Object context = Current.SLOT.get();
        if (context == null || task == null) {
            return;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.startsWorker > 0 || record.inDriver() || Stages.isTask(task)) {
                // The JDK's own work for many: what it does for this one it would do under this context for all. A pool
                // that fills itself up from a request's thread must not fail when the request is done.
                return;
            }
            record.handed = System.identityHashCode(task);
            if (Settings.propagate && !Family.PROPAGATE.off()) {
                SUBMITTED.put(task, context);
            } else {
                LostHandOvers.handedOver(task, context);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** When an executor refuses or drops a task that it was handed. */
    public static void withdrawn(@Nullable Object task) {
        if (task != null && !SUBMITTED.isEmpty()) {
            SUBMITTED.take(task);
        }
    }

    /** The same for all that a pool gives back when it is shut down at once. */
    public static void withdrawnAll(@Nullable Iterable<?> tasks) {
        if (tasks != null && !SUBMITTED.isEmpty()) {
            for (Object task : tasks) {
                withdrawn(task);
            }
        }
    }

    /** Tasks and stages that are alive and whose context waits for them to run; for tests and the inspector. */
    public static int waiting() {
        return SUBMITTED.size() + Stages.waiting() + LostHandOvers.waiting();
    }

    /** Whether no task waits with a context. */
    static boolean noneSubmitted() {
        return SUBMITTED.isEmpty();
    }

    /** The context that {@code task} was submitted under, once; null for none. */
    static @Nullable Object taken(Object task) {
        return SUBMITTED.take(task);
    }

    /** Drops what waits: tasks that start from now on have no context. */
    static void forget() {
        SUBMITTED.clear();
        Stages.forget();
        LostHandOvers.forget();
    }

    /** In place of {@code task.run()} in a pool's worker: runs it under the context that it was submitted under. */
    public static void run(Runnable task) {
        ThreadRecord record = ThreadRecord.current();
        Object context = SUBMITTED.take(task);
        Object before = record.under();
        Owner owner = record.owner;
        boolean inTask = record.task;
        boolean lost = LostHandOvers.running(task);
        if (context != null) {
            record.under(context);
        }
        record.owner = null;
        record.task = true;
        try {
            task.run();
        } finally {
            if (record.owner != null) {
                record.owner.end();
            }
            record.owner = owner;
            record.task = inTask;
            if (context != null) {
                record.under(before);
            }
            if (lost) {
                LostHandOvers.ran();
            }
        }
    }
}
