package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What a thread had before it began somebody else's task: a worker that helps with another task while it waits, a thread that
 * completes a future and runs what depends on it. The task has the context that it was handed over under, or none, and
 * creates contexts in its own name; the call that the thread waits in is laid aside.
 */
final class TaskFrame {

    private final @Nullable Object outside;
    private final @Nullable Owner owner;
    private final boolean inTask;
    private final @Nullable Suspension waiting;

    private TaskFrame(ThreadRecord record, @Nullable Suspension waiting) {
        this.outside = Current.SLOT.get();
        this.owner = record.owner;
        this.inTask = record.task;
        this.waiting = waiting;
    }

    /** The thread of {@code record} begins a task under {@code context}, null for none; {@link #end} must follow. */
    @SuppressWarnings("NullAway") // a slot may be empty
    static TaskFrame begin(ThreadRecord record, @Nullable Object context) {
        TaskFrame frame = new TaskFrame(record, Suspension.of(record));
        record.owner = null;
        record.task = true;
        Current.SLOT.set(context);
        return frame;
    }

    /** On the same thread, when the task has returned or thrown. */
    @SuppressWarnings("NullAway") // a slot may be empty
    void end() {
        ThreadRecord record = ThreadRecord.current();
        if (record.owner != null) {
            record.owner.end();
        }
        record.owner = owner;
        record.task = inTask;
        Current.SLOT.set(outside);
        if (waiting != null) {
            waiting.resume(record);
        }
    }

    /** On the way out of a hook that returned a frame, or null for nothing to take back. */
    static void end(@Nullable Object frame) {
        if (frame == null) {
            return;
        }
        try {
            ((TaskFrame) frame).end();
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }
}
