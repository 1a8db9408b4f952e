package io.ctxagent.boot;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the user's interrupts from the waker's. Every call of {@link Thread#interrupt} from outside the agent is noted
 * for as long as it takes; the blocked call of its target is marked. A call that takes back the waker's interrupt waits
 * for notes in flight and then restores the user's.
 */
public final class Interrupts {

    private static final ConcurrentHashMap<Thread, Integer> IN_FLIGHT = new ConcurrentHashMap<>();

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
        note(target, 1);
        mark(target);
        return true;
    }

    /** After {@link Thread#interrupt}. */
    public static void after(Thread target) {
        // Again: the target may have begun to block since.
        mark(target);
        note(target, -1);
    }

    /** Clears the interrupt of the waker and leaves one of the user's; called by the thread that was woken. */
    static void takeBack(BlockedCall call) {
        Thread.interrupted();
        while (IN_FLIGHT.containsKey(call.thread)) {
            Thread.yield();
        }
        if (call.interruptedByUser) {
            ThreadRecord record = ThreadRecord.current();
            boolean before = record.agent;
            record.agent = true;
            call.thread.interrupt();
            record.agent = before;
        }
    }

    private static void mark(Thread target) {
        BlockedCall call = BlockedCall.of(target);
        if (call != null) {
            call.interruptedByUser = true;
        }
    }

    private static synchronized void note(Thread target, int change) {
        Integer count = IN_FLIGHT.get(target);
        int next = (count == null ? 0 : count) + change;
        if (next == 0) {
            IN_FLIGHT.remove(target);
        } else {
            IN_FLIGHT.put(target, next);
        }
    }
}
