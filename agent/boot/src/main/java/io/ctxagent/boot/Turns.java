package io.ctxagent.boot;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a socket that one thread at a time may make: whoever comes second waits for a lock, where the signal that ends a
 * system call does nothing. So that wait is made by the hook, as one that an interrupt ends, and the lock is then held once
 * more until the call is over.
 */
final class Turns {

    /** There is no limit. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private Turns() {}

    /**
     * Waits for the turn of the call that the thread is in. Throws what the call ends with when its context is done; then it is
     * registered no more.
     *
     * @param nanos how long the JDK itself would wait for the lock at most
     * @return whether the lock is held once more, and is to be given back after the call
     */
    static boolean await(ReentrantLock turn, long nanos) throws IOException {
        ThreadRecord record = ThreadRecord.peek();
        // What waits below a getConnection speaks for that, and drivers do not share a socket among threads.
        if (record == null || !record.inSocket() || record.connecting != null || !Settings.enforce) {
            return false;
        }
        return turn.tryLock() || awaitRegistered(record, turn, nanos);
    }

    private static boolean awaitRegistered(ThreadRecord record, ReentrantLock turn, long nanos) throws IOException {
        Family family = record.family();
        Object context = record.context;
        String call = record.call;
        Object socket = record.target;
        if (family == null || context == null || call == null) {
            return false;
        }
        Waits.end(record, null);
        boolean held = take(record, family, context, call, socket, turn, nanos);
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
     * @return whether the lock is held once more; false where the thread's outermost call is another one, which speaks for it
     */
    static boolean await(ThreadRecord record, Object context, String call, @Nullable Object socket, ReentrantLock turn)
            throws IOException {
        if (!record.free() || record.connecting != null || Family.SOCKET.off()) {
            return false;
        }
        return turn.tryLock() || take(record, Family.SOCKET, context, call, socket, turn, FOR_EVER);
    }

    private static boolean take(
            ThreadRecord record,
            Family family,
            Object context,
            String call,
            @Nullable Object target,
            ReentrantLock turn,
            long nanos)
            throws IOException {
        long from = System.nanoTime();
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
                if (held) {
                    return true;
                }
                if (ending == null) {
                    throw new SocketTimeoutException(call.endsWith(".accept") ? "Accept timed out" : "Read timed out");
                }
                if (!(ending instanceof InterruptedException)) {
                    return false;
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
