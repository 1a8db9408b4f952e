package io.ctxagent.boot;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A socket call ended by its context's deadline; the socket is still open. The cause is the ContextException. */
public final class ContextSocketTimeoutException extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    /**
     * @param timedOut false for a cancel that has to pass through TLS as a timeout
     */
    ContextSocketTimeoutException(RuntimeException contextException, boolean timedOut) {
        super(contextException.getMessage());
        initCause(contextException);
        this.timedOut = timedOut;
    }

    /** This, or the SocketException of a cancel. */
    IOException outsideTls() {
        if (timedOut || !(getCause() instanceof RuntimeException)) {
            return this;
        }
        SocketException canceled = new ContextSocketException((RuntimeException) getCause());
        canceled.setStackTrace(getStackTrace());
        return canceled;
    }
}
