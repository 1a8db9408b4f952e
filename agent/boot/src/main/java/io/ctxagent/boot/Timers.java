package io.ctxagent.boot;

import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@link java.util.Timer}. Its thread takes a one-shot task off its queue before it runs it, and looks at the queue again
 * afterwards: there the context is set and taken back. The loop itself is left alone, so timers that ran before the agent
 * came do the same. {@code TimerThread.mainLoop} as on JDK 17 to 25.
 */
public final class Timers {

    private Timers() {}

    /** When a task is scheduled; {@code period} 0 for once. */
    public static void scheduled(@Nullable TimerTask task, long period) {
        if (period == 0) {
            Tasks.submitted(task);
        }
    }

    /** Before the timer's thread takes {@code task}, the first of its queue, off it. */
    public static void taking(@Nullable TimerTask task) {
        if (task == null || Tasks.noneSubmitted()) {
            return;
        }
        Object context = Tasks.taken(task);
        if (context == null) {
            return;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.timerTask == null) {
                record.timerTask = TaskFrame.begin(record, context);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** When a timer's thread looks at its queue: it is through with the task before. */
    public static void next() {
        ThreadRecord record = ThreadRecord.peek();
        TaskFrame task = record == null ? null : record.timerTask;
        if (record != null && task != null) {
            record.timerTask = null;
            TaskFrame.end(task);
        }
    }
}
