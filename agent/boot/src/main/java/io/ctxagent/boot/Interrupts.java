package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells the user's interrupts from the waker's. Every call of {@link Thread#interrupt} from outside the agent is listed as
 * in flight for as long as it takes and is noted when it has taken effect: at the blocked call of its target, and in a
 * short list of the latest for a target that has entered its call but is not registered yet, because a wait may swallow an
 * interrupt before it parks for the first time. Who enters a call waits for those in flight, so what is noted later came
 * during the call; who takes the waker's interrupt back waits for them too, and then restores the user's.
 */
public final class Interrupts {

    /** A power of two. More interrupts than this between the entry of a call and its first park are not looked through. */
    private static final int SIZE = 1024;

    /** An interrupt may run a method of the user's; a call does not hang for that. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private static final long PAUSE_NANOS = 20_000;

    /**
     * How many are in flight, by the identity hash of their target: no lock, which a virtual thread could be taken off its
     * carrier for, and nothing that keeps a thread from collection. Two threads that share a cell wait for each other's.
     */
    private static final AtomicIntegerArray IN_FLIGHT = new AtomicIntegerArray(SIZE);

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The number of each of the latest and, below it, the identity hash of its target. */
    private static final AtomicLongArray LATEST = new AtomicLongArray(SIZE);

    private Interrupts() {}

    /** Before {@link Thread#interrupt}; true when {@link #after} must follow. */
    public static boolean before(Thread target) {
        ThreadRecord caller = ThreadRecord.peek();
        if (caller != null && caller.agent) {
            return false;
        }
        if (target == Thread.currentThread()) {
            // AQS re-asserts an interrupt that it swallowed. Whose it was is known already.
            return false;
        }
        IN_FLIGHT.incrementAndGet(cell(target));
        return true;
    }

    /** After {@link Thread#interrupt}. */
    public static void after(Thread target) {
        int number = COUNT.incrementAndGet();
        LATEST.set(cell(number), entry(number, target));
        BlockedCall call = ActiveCalls.interruptible(target);
        if (call != null) {
            call.interruptedByUser = true;
        }
        IN_FLIGHT.decrementAndGet(cell(target));
    }

    /**
     * On entry of a call, by its thread: what {@link #cameSince} takes.
     *
     * @param cell the thread's own, as {@link #cell(Thread)} says
     */
    static int entering(int cell) {
        if (IN_FLIGHT.get(cell) != 0) {
            awaitBeforeEntering(Thread.currentThread());
        }
        return COUNT.get();
    }

    private static void awaitBeforeEntering(Thread thread) {
        if (awaitNoneInFlight(thread)) {
            interruptAgain(thread);
        }
    }

    /** Whether an interrupt of the user's took effect on {@code thread} after {@code entered}. */
    static boolean cameSince(int entered, Thread thread) {
        int now = COUNT.get();
        if (now == entered || now - entered > SIZE) {
            return false;
        }
        for (int at = entered + 1; at - now <= 0; at++) {
            // One that is counted and not written yet finds the call registered.
            if (LATEST.get(cell(at)) == entry(at, thread)) {
                return true;
            }
        }
        return false;
    }

    /** Clears the interrupt of the waker and leaves one of the user's; called by the thread that was woken. */
    static void takeBack(BlockedCall call) {
        Thread.interrupted();
        // One that begins after the last look takes effect after the last clearing, and stays.
        awaitNoneInFlight(call.thread);
        if (call.interruptedByUser) {
            interruptAgain(call.thread);
        }
    }

    /** For the calling thread; whether it was interrupted meanwhile, which is cleared because it could not pause else. */
    private static boolean awaitNoneInFlight(Thread thread) {
        boolean cleared = false;
        long from = 0;
        for (int spins = 0; IN_FLIGHT.get(cell(thread)) != 0; spins++) {
            if (spins < 100) {
                Thread.onSpinWait();
            } else if (spins == 100) {
                from = System.nanoTime();
            } else if (System.nanoTime() - from > PATIENCE_NANOS) {
                break;
            } else {
                cleared |= Thread.interrupted();
                pause();
            }
        }
        return cleared;
    }

    /** A park and no yield: virtual threads that yield in turns can keep their carriers from everybody else. */
    private static void pause() {
        ThreadRecord record = ThreadRecord.current();
        boolean before = record.agent;
        record.agent = true;
        try {
            LockSupport.parkNanos(PAUSE_NANOS);
        } finally {
            record.agent = before;
        }
    }

    private static void interruptAgain(Thread thread) {
        ThreadRecord record = ThreadRecord.current();
        boolean before = record.agent;
        record.agent = true;
        try {
            thread.interrupt();
        } finally {
            record.agent = before;
        }
    }

    private static long entry(int number, Thread target) {
        return (long) number << 32 | System.identityHashCode(target);
    }

    /** Where the interrupts of {@code thread} are counted while they are in flight; the same for as long as it lives. */
    static int cell(Thread thread) {
        return cell(System.identityHashCode(thread));
    }

    private static int cell(int number) {
        return number & (SIZE - 1);
    }
}
