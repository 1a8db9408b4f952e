package io.ctxagent.boot;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of the JDK's queues that wait for a condition of their lock. Such a queue runs nothing but its own code until it
 * waits, so a call that finds what it wants only asks whether its context is done; the record of the thread is written by who
 * waits, around the wait.
 */
public final class QueueWaits {

    private QueueWaits() {}

    /**
     * On entry of a method of a queue; fails fast when the context is done.
     *
     * @return what {@link Waits#end} takes, which must follow; null where the waits inside speak for themselves
     */
    public static @Nullable Object begin(String call, Object queue) throws InterruptedException {
        Object context = Current.SLOT.get();
        return context != null && done(context) ? Waits.begin(Family.QUEUE, call, queue) : null;
    }

    /**
     * {@link #begin} of a method that puts {@code element} into the queue, and the note that it may be a task whose context stays
     * behind: both ask for the context, which is read once here. One that is not put after all is {@link LostHandOvers#notPut}.
     */
    public static @Nullable Object beginPut(String call, Object queue, @Nullable Object element)
            throws InterruptedException {
        Object context = Current.SLOT.get();
        return context == null ? null : putUnder(context, call, queue, element);
    }

    private static @Nullable Object putUnder(Object context, String call, Object queue, @Nullable Object element)
            throws InterruptedException {
        Object begun = done(context) ? Waits.begin(Family.QUEUE, call, queue) : null;
        LostHandOvers.queued(context, element);
        return begun;
    }

    private static boolean done(Object context) {
        try {
            return ((BooleanSupplier) context).getAsBoolean();
        } catch (Throwable fault) {
            Family.QUEUE.fault(fault);
            return false;
        }
    }

    /**
     * In place of {@code lock.lockInterruptibly()} in a method of {@code queue}. A lock that is not fair is tried first, which is
     * what that does too.
     */
    public static void lock(ReentrantLock lock, Object queue, String call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (lock.isFair() || !lock.tryLock()) {
            lockSlowly(lock, queue, call);
        }
    }

    private static void lockSlowly(ReentrantLock lock, Object queue, String call) throws InterruptedException {
        Object begun = Waits.begin(Family.QUEUE, call, queue);
        Throwable thrown = null;
        try {
            lock.lockInterruptibly();
        } catch (Throwable e) {
            thrown = e;
        }
        end(begun, thrown);
    }

    /** In place of {@code condition.await()} in a method of {@code queue}. */
    public static void await(Condition condition, Object queue, String call) throws InterruptedException {
        Object begun = Waits.begin(Family.QUEUE, call, queue);
        Throwable thrown = null;
        try {
            condition.await();
        } catch (Throwable e) {
            thrown = e;
        }
        end(begun, thrown);
    }

    /** In place of {@code condition.awaitNanos(nanos)} in a method of {@code queue}. */
    public static long awaitNanos(Condition condition, long nanos, Object queue, String call)
            throws InterruptedException {
        Object begun = Waits.begin(Family.QUEUE, call, queue);
        Throwable thrown = null;
        long left = 0;
        try {
            left = condition.awaitNanos(nanos);
        } catch (Throwable e) {
            thrown = e;
        }
        end(begun, thrown);
        return left;
    }

    private static void end(@Nullable Object begun, @Nullable Throwable thrown) throws InterruptedException {
        Throwable ending = begun == null ? thrown : Waits.end(begun, thrown);
        if (ending instanceof InterruptedException) {
            throw (InterruptedException) ending;
        }
        if (ending instanceof RuntimeException) {
            throw (RuntimeException) ending;
        }
        if (ending instanceof Error) {
            throw (Error) ending;
        }
    }
}
