package io.ctxagent.boot;

import java.net.SocketException;

/** A socket call ended because its context was cancelled; the socket is still open. The cause is the ContextException. */
public final class ContextSocketException extends SocketException {

    private static final long serialVersionUID = 1L;

    ContextSocketException(RuntimeException contextException) {
        super(contextException.getMessage());
        initCause(contextException);
    }
}
