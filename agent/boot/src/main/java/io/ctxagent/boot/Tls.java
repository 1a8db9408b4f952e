package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code sun.security.ssl.SSLSocketImpl}. TLS takes a SocketException from below for the end of the connection,
 * and a timeout for a pause: half a record that was read is kept and the next read goes on with it. So below TLS a cancel is
 * thrown as a timeout, and becomes on the way out what it is.
 */
public final class Tls {

    private Tls() {}

    /** On entry of handshake, read and write. True when {@link #exit} must follow. */
    public static boolean enter() {
        if (Current.SLOT.get() == null) {
            return false;
        }
        ThreadRecord.current().tls++;
        return true;
    }

    /** On the way out: what the call ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        ThreadRecord record = ThreadRecord.current();
        record.tls--;
        if (record.tls == 0 && thrown instanceof ContextSocketTimeoutException) {
            return ((ContextSocketTimeoutException) thrown).outsideTls();
        }
        return thrown;
    }

    /** Whether the calling thread is in such a call. */
    static boolean within() {
        ThreadRecord record = ThreadRecord.peek();
        return record != null && record.tls > 0;
    }
}
