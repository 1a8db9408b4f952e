package io.ctxagent.boot;

/** The hooks by which tasks on workers from before the agent get their context; see {@link OldWorkerTask}. */
public final class OldWorkers {

    private OldWorkers() {}

    /** When a worker enters its loop with the agent's code in it: {@link Tasks#run} does all that is to be done. */
    public static void wovenLoop() {
        ThreadRecord.current().wovenWorker = true;
    }

    /** After {@code beforeExecute}, of the pool's class or one that it extends. */
    public static void before(Runnable task) {
        try {
            ThreadRecord record = ThreadRecord.current();
            if (!record.wovenWorker && record.oldWorkerTask == null) {
                OldWorkerTask.begin(record, Tasks.taken(task));
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** Before {@code afterExecute}, and when the worker is done with the task. */
    public static void after() {
        try {
            ThreadRecord record = ThreadRecord.peek();
            OldWorkerTask task = record == null ? null : record.oldWorkerTask;
            if (record != null && task != null) {
                task.end(record);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }
}
