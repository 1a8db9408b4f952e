package io.ctxagent.boot;

import java.io.InterruptedIOException;

/** A call of a piped stream ended because its context is done; the pipe is still open. The cause is the ContextException. */
public final class ContextInterruptedIOException extends InterruptedIOException {

    private static final long serialVersionUID = 1L;

    ContextInterruptedIOException(RuntimeException contextException) {
        super(contextException.getMessage());
        initCause(contextException);
    }
}
