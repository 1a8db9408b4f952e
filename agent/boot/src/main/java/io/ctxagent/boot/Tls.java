package io.ctxagent.boot;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code sun.security.ssl.SSLSocketImpl}. TLS takes a SocketException from below for the end of the connection,
 * and a timeout for a pause: half a record that was read is kept and the next read goes on with it. So below TLS a cancel is
 * thrown as a timeout, and becomes on the way out what it is.
 */
public final class Tls {

    private Tls() {}

    /**
     * On entry of handshake, read and write; fails fast when the context is done, also where what was read already would do.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean enter(String call) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null) {
            return false;
        }
        enterUnder(record, call);
        return true;
    }

    private static void enterUnder(ThreadRecord record, String call) throws IOException {
        IOException failure = failFast(record, record.under(), call);
        if (failure != null) {
            throw failure;
        }
        record.pausing++;
    }

    /**
     * {@link #enter} of a call that one thread at a time makes; waits for its turn where the context can end that. What then throws
     * needs no exit.
     *
     * @param turn the lock that the call is about to take
     * @return what has to be done on the way out, as {@link Sockets#enterInTurn} says it
     */
    public static int enterInTurn(String call, Object socket, ReentrantLock turn) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null) {
            return Sockets.NOTHING;
        }
        enterUnder(record, call);
        try {
            return Turns.await(record, record.under(), call, socket, turn) ? Sockets.HOLDS_TURN : Sockets.ENTERED;
        } catch (IOException failure) {
            throw (IOException) exit(failure);
        }
    }

    /**
     * On entry of what one thread at a time does inside of such a call.
     *
     * @return whether the lock is held once more, and is to be given back after the call
     */
    public static boolean awaitTurn(String call, @Nullable Object socket, ReentrantLock turn) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && Turns.await(record, record.under(), call, socket, turn);
    }

    /** Below a driver the statement speaks for it; where nothing is enforced the socket below notes it. */
    private static @Nullable IOException failFast(ThreadRecord record, Object context, String call) {
        try {
            if (!Settings.enforce
                    || !record.free()
                    || Family.SOCKET.off()
                    || !((BooleanSupplier) context).getAsBoolean()
                    || Guards.spare(record, null)) {
                return null;
            }
            if (record.connecting == null) {
                EndedCalls.note(context, call);
            }
            return Sockets.failure(context);
        } catch (Throwable fault) {
            Family.SOCKET.fault(fault);
            return null;
        }
    }

    /** On the way out: what the call ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        ThreadRecord record = ThreadRecord.current();
        record.pausing--;
        if (record.pausing == 0 && thrown instanceof ContextSocketTimeoutException) {
            return ((ContextSocketTimeoutException) thrown).outsideTls();
        }
        return thrown;
    }

    /** Whether the calling thread is in such a call, or in another that takes nothing but a timeout for a pause. */
    static boolean within() {
        ThreadRecord record = ThreadRecord.peek();
        return record != null && record.pausing > 0;
    }
}
