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
     * @return what {@link #exit} takes, which must follow; null for nothing
     */
    public static @Nullable Object enter(String call) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        if (record != null) {
            enterUnder(record, call);
        }
        return record;
    }

    private static void enterUnder(ThreadRecord record, String call) throws IOException {
        IOException failure = failFast(record, record.under(), call);
        if (failure != null) {
            throw failure;
        }
        record.pausing++;
    }

    /**
     * In place of {@code turn.lock()} in what one thread at a time does: whoever comes second waits where the context can end that.
     *
     * @param call what waits, by its public name
     * @param socket whose turn it is; null where that is not at hand
     */
    public static void lock(ReentrantLock turn, @Nullable Object socket, String call) throws IOException {
        if (!turn.tryLock()) {
            lockBehindOther(turn, socket, call);
        }
    }

    private static void lockBehindOther(ReentrantLock turn, @Nullable Object socket, String call) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null || !Turns.await(record, record.under(), call, socket, turn)) {
            turn.lock();
        }
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

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        ThreadRecord record = (ThreadRecord) entered;
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
