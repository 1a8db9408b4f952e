package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that notice a task which lost its context on the way: one that was handed to an executor while nothing is carried
 * ({@code propagate=off}), and one that was put under a context into a queue of {@code java.util.concurrent}, which a
 * pool that somebody wrote by hand takes it out of. Only noted; whether it is a fault is for a rule to say.
 */
public final class LostHandOvers {

    private static final TaskTable LOST = new TaskTable();

    private static final ClassValue<Boolean> TASKS = new TaskTypes();

    /**
     * Whether anything was ever noted here. Not volatile, because each call that takes an element asks: who is to see that a task
     * was noted has got the task from who noted it, by way of the lock of a queue or what a pool has in its place.
     */
    private static boolean used;

    /** Once there was a note, a thread that takes its next task has to let go of its old one. */
    private static volatile boolean noted;

    private LostHandOvers() {}

    /** When an executor is handed {@code task} and its context stays behind. */
    static void handedOver(Object task, Object context) {
        ThreadRecord.handsOver();
        if (Settings.connected && !bringsItsOwn(task)) {
            remember(task, context);
        }
    }

    /** Before something is put into a queue. True when {@link #notQueued} must be told if it does not get in. */
    public static boolean queued(@Nullable Object element) {
        Object context = Current.SLOT.get();
        return context != null && queued(context, element);
    }

    /** {@link #queued(Object)} by a thread that is known to run under {@code context}. */
    static boolean queued(Object context, @Nullable Object element) {
        return element != null && TASKS.get(element.getClass()) && queuedUnder(context, element);
    }

    private static boolean queuedUnder(Object context, Object task) {
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.agent || record.startsWorker > 0 || record.inDriver() || !Settings.connected) {
                return false;
            }
            if (record.handed == System.identityHashCode(task)) {
                record.handed = 0; // the queue of a pool that was handed it just now
                return false;
            }
            record.handOvers++;
            if (bringsItsOwn(task) || Stages.isTask(task)) {
                return false;
            }
            remember(task, context);
            return true;
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
            return false;
        }
    }

    private static void remember(Object task, Object context) {
        if (!used) {
            used = true;
        }
        LOST.put(task, new WeakReference<>(context));
    }

    /** The API's own wrappers. */
    private static boolean bringsItsOwn(Object task) {
        return task.getClass().getName().startsWith("io.ctxagent.context.");
    }

    /**
     * Which classes are tasks. To find out that an object has neither of two interfaces takes a walk over all that it has, before
     * JDK 23; this remembers the answer, and keeps no class.
     */
    private static final class TaskTypes extends ClassValue<Boolean> {

        @Override
        protected Boolean computeValue(Class<?> type) {
            return Runnable.class.isAssignableFrom(type) || Callable.class.isAssignableFrom(type);
        }
    }

    /** When a queue has refused what {@link #queued} noted. */
    public static void notQueued(Object task) {
        LOST.take(task);
    }

    /** When a put has failed that {@link QueueWaits#beginPut} may have noted. */
    public static void notPut(@Nullable Object element) {
        if (element != null && used) {
            LOST.take(element);
        }
    }

    /** When the calling thread has taken {@code element} out of a queue; null for a poll in vain. */
    public static void dequeued(@Nullable Object element) {
        if (used && (noted || !LOST.isEmpty())) {
            taken(element);
        }
    }

    private static void taken(@Nullable Object element) {
        try {
            if (noted) {
                LostHandOver.NOTES.remove();
            }
            Object lost = element == null ? null : context(LOST.take(element));
            if (element != null && lost != null && Current.SLOT.get() == null) {
                note(LostHandOver.taken(lost, element));
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** Before a pool runs {@code task}; true when {@link #ran} must follow. */
    static boolean running(Object task) {
        if (!used || LOST.isEmpty()) {
            return false;
        }
        Object lost = context(LOST.take(task));
        if (lost == null) {
            return false;
        }
        note(LostHandOver.run(lost));
        return true;
    }

    /** A task that waits does not keep its context alive. */
    private static @Nullable Object context(@Nullable Object entry) {
        return entry == null ? null : ((WeakReference<?>) entry).get();
    }

    static void ran() {
        LostHandOver.NOTES.remove();
    }

    private static void note(LostHandOver lost) {
        noted = true;
        LostHandOver.NOTES.set(lost);
    }

    static int waiting() {
        return LOST.size();
    }

    static void forget() {
        LOST.clear();
    }
}
