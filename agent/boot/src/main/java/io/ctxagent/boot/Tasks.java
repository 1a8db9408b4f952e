package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The hooks that carry a context from where a task is submitted to where it runs. */
public final class Tasks {

    private static final TaskTable SUBMITTED = new TaskTable();

    private Tasks() {}

    /** When a task is handed to an executor. */
    public static void submitted(@Nullable Object task) {
        Object context = Current.SLOT.get();
        if (context == null || task == null || !Settings.propagate || Family.PROPAGATE.off()) {
            return;
        }
        ThreadRecord record = ThreadRecord.peek();
        if (record != null && record.inDriver()) {
            // A pool that fills itself up from a request's thread must not fail when the request is done.
            return;
        }
        try {
            if (ThreadRecord.current().startsWorker > 0) {
                return; // the JDK's own work for many: what it does for this one it would do under this context for all
            }
            SUBMITTED.put(task, context);
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

    /** Tasks whose context waits for them to run; for tests and the inspector. */
    public static int waiting() {
        return SUBMITTED.size();
    }

    /** The context that {@code task} was submitted under, once; null for none. */
    static @Nullable Object taken(Runnable task) {
        return SUBMITTED.take(task);
    }

    /** Drops what waits: tasks that start from now on have no context. */
    static void forget() {
        SUBMITTED.clear();
    }

    /** In place of {@code task.run()} in a pool's worker: runs it under the context that it was submitted under. */
    public static void run(Runnable task) {
        ThreadRecord record = ThreadRecord.current();
        Object context = SUBMITTED.take(task);
        Object before = Current.SLOT.get();
        Owner owner = record.owner;
        boolean inTask = record.task;
        if (context != null) {
            Current.SLOT.set(context);
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
                restore(before);
            }
        }
    }

    @SuppressWarnings("NullAway") // a slot may be empty
    private static void restore(@Nullable Object before) {
        Current.SLOT.set(before);
    }
}
