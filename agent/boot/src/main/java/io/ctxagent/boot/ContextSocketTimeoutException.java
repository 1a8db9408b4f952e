package io.ctxagent.boot;

import java.net.SocketTimeoutException;

/** A socket call ended at its context's deadline; the socket is still open. The cause is the ContextException. */
public final class ContextSocketTimeoutException extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    ContextSocketTimeoutException(RuntimeException contextException) {
        super(contextException.getMessage());
        initCause(contextException);
    }
}
