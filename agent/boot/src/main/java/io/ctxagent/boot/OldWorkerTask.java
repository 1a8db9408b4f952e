package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * One task on a worker of a pool that was in {@code ThreadPoolExecutor.runWorker} before the agent came. Such a frame keeps
 * its old code until the worker ends, but the methods that it calls are the new ones: {@code beforeExecute} of its pool
 * comes with the task, {@code afterExecute} and {@code Worker.unlock} follow it, the last one always.
 */
final class OldWorkerTask {

    private final @Nullable Object outside;
    private final @Nullable Owner owner;
    private final boolean inTask;

    private OldWorkerTask(ThreadRecord record) {
        this.outside = Current.SLOT.get();
        this.owner = record.owner;
        this.inTask = record.task;
    }

    static void begin(ThreadRecord record, @Nullable Object context) {
        record.oldWorkerTask = new OldWorkerTask(record);
        record.owner = null;
        record.task = true;
        if (context != null) {
            Current.SLOT.set(context);
        }
    }

    @SuppressWarnings("NullAway") // a slot may be empty
    void end(ThreadRecord record) {
        record.oldWorkerTask = null;
        if (record.owner != null) {
            record.owner.end();
        }
        record.owner = owner;
        record.task = inTask;
        Current.SLOT.set(outside);
    }
}
