package io.ctxagent.boot;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a socket that one thread at a time may make: whoever comes second waits for a lock, where the signal that ends a
 * system call does nothing. So that wait is made here, in place of the JDK's own, as one that an interrupt ends. Who finds the lock
 * free takes it as ever, and pays for nothing else.
 */
public final class Turns {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private Turns() {}

    /** In place of {@code turn.lock()} in a call that is registered. Throws what the call ends with when its context is done. */
    public static void lock(ReentrantLock turn) throws IOException {
        if (!turn.tryLock()) {
            lockBehindOther(turn);
        }
    }

    private static void lockBehindOther(ReentrantLock turn) throws IOException {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || !awaitRegistered(record, turn, FOR_EVER, 0)) {
            turn.lock();
        }
    }

    /**
     * {@link #lock} in place of {@code NioSocketImpl.tryLock}, of JDK 17 to 25.
     *
     * @return what is left of the time in nanoseconds; the lock is not held where that is nothing
     */
    public static long tryLock(ReentrantLock turn, long timeout, TimeUnit unit) throws IOException {
        long nanos = unit.toNanos(timeout);
        return turn.tryLock() ? nanos : tryLockBehindOther(turn, nanos);
    }

    private static long tryLockBehindOther(ReentrantLock turn, long nanos) throws IOException {
        long from = System.nanoTime();
        ThreadRecord record = ThreadRecord.peek();
        boolean held = record != null && awaitRegistered(record, turn, nanos, from);
        if (!held) {
            held = lockUnseen(turn, nanos, from);
        }
        long left = nanos - (System.nanoTime() - from);
        if (held && left <= 0) {
            turn.unlock();
        }
        return left;
    }

    /** As the JDK does it: an interrupt is kept until the lock is there or the time is over. */
    private static boolean lockUnseen(ReentrantLock turn, long nanos, long from) {
        boolean interrupted = false;
        boolean held = false;
        long left = nanos - (System.nanoTime() - from);
        while (!held && left > 0) {
            try {
                held = turn.tryLock(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = nanos - (System.nanoTime() - from);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return held;
    }

    /** Whether the lock is held; false too where the wait is not to be made here. */
    private static boolean awaitRegistered(ThreadRecord record, ReentrantLock turn, long nanos, long from)
            throws IOException {
        // What waits below a getConnection speaks for that, and drivers do not share a socket among threads.
        if (!record.inSocket() || record.connecting != null || !Settings.enforce) {
            return false;
        }
        Family family = record.family();
        Object context = record.context;
        String call = record.call;
        Object socket = record.target;
        if (family == null || context == null || call == null) {
            return false;
        }
        Waits.end(record, null);
        boolean held = take(record, family, context, call, socket, turn, nanos, from);
        try {
            // It goes on as what it was.
            SocketCall.register(record, family, context, call, socket);
        } catch (Throwable fault) {
            family.fault(fault);
        }
        return held;
    }

    /**
     * Waits for the turn of a call that is not registered yet, without limit; throws what the call ends with when its context is
     * done. Where nothing is enforced the wait is only recorded.
     *
     * @return whether the lock is held; false where the thread's outermost call is another one, which speaks for it
     */
    static boolean await(ThreadRecord record, Object context, String call, @Nullable Object socket, ReentrantLock turn)
            throws IOException {
        if (!record.free() || record.connecting != null || Family.SOCKET.off()) {
            return false;
        }
        return take(record, Family.SOCKET, context, call, socket, turn, FOR_EVER, 0);
    }

    private static boolean take(
            ThreadRecord record,
            Family family,
            Object context,
            String call,
            @Nullable Object target,
            ReentrantLock turn,
            long nanos,
            long from)
            throws IOException {
        boolean interruptedByUser = false;
        try {
            while (true) {
                Throwable thrown = null;
                boolean held = false;
                record.begin(family, context, call, target);
                try {
                    held = lock(turn, nanos, from);
                } catch (Throwable e) {
                    thrown = e;
                }
                Throwable ending = Waits.exit(thrown);
                IOException failure = ending instanceof ContextInterruptedException ? Sockets.failure(context) : null;
                if (failure != null) {
                    throw failure;
                }
                if (held || !(ending instanceof InterruptedException)) {
                    return held;
                }
                interruptedByUser = true;
            }
        } finally {
            if (interruptedByUser) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean lock(ReentrantLock turn, long nanos, long from) throws InterruptedException {
        if (!Settings.enforce) {
            turn.lock();
            return true;
        }
        if (nanos == FOR_EVER) {
            turn.lockInterruptibly();
            return true;
        }
        return turn.tryLock(Math.max(0, nanos - (System.nanoTime() - from)), TimeUnit.NANOSECONDS);
    }
}
