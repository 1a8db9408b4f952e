package io.ctxagent.programs.handshake;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How the threads of a lane wait for each other: by spinning, because a wake-up would take longer than what they race. */
final class Handover {

    private static final int TRIES_BEFORE_YIELD = 100;
    private static final int TRIES_BEFORE_PARK = 2_000;

    private volatile boolean over;

    /** The last round was gone through: nobody waits any more. */
    void end() {
        over = true;
    }

    /** Until {@code value} is {@code wanted}; false when that will not come, because the rounds are over. */
    boolean await(AtomicInteger value, int wanted) {
        return await(value, wanted, Long.MAX_VALUE);
    }

    /** {@link #await(AtomicInteger, int)}; false also when it has not come after {@code nanos}. */
    boolean await(AtomicInteger value, int wanted, long nanos) {
        long from = System.nanoTime();
        for (int tries = 1; value.get() != wanted; tries++) {
            if (over || (tries % TRIES_BEFORE_PARK == 0 && System.nanoTime() - from > nanos)) {
                return false;
            }
            pause(tries);
        }
        return true;
    }

    /** So many nanoseconds, or so many spins where there are none. */
    static void delay(int spins, long nanos) {
        if (nanos > 0) {
            await(nanos);
        } else {
            spin(spins);
        }
    }

    private static void await(long nanos) {
        long from = System.nanoTime();
        for (int tries = 1; System.nanoTime() - from < nanos; tries++) {
            pause(tries);
        }
    }

    static void spin(int times) {
        for (int left = times; left > 0; left--) {
            Thread.onSpinWait();
        }
    }

    /**
     * There may be more threads than processors: now and then somebody else has to run. Not by yielding alone, for virtual
     * threads that yield in turns can keep their carriers from everybody else.
     */
    static void pause(int tries) {
        if (tries % TRIES_BEFORE_PARK == 0) {
            LockSupport.parkNanos(1_000);
        } else if (tries % TRIES_BEFORE_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
