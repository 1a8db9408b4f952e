package io.ctxagent.boot;

/** The hooks by which tasks on workers from before the agent get their context; see {@link OldWorkerTask}. */
public final class OldWorkers {

    /** Whether there can be any: each task of each pool would ask its thread otherwise. */
    private static volatile boolean expected;

    private OldWorkers() {}

    /** Pools are there already when the agent comes. */
    public static void expect() {
        expected = true;
    }

    /** When a worker enters its loop with the agent's code in it: {@link Tasks#run} does all that is to be done. */
    public static void wovenLoop() {
        ThreadRecord.current().wovenWorker = true; // whether others are expected or not: they may be later
    }

    /** After {@code beforeExecute}, of the pool's class or one that it extends. */
    public static void before(Runnable task) {
        if (!expected) {
            return;
        }
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
        if (!expected) {
            return;
        }
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
