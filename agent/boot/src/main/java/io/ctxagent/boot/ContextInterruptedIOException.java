package io.ctxagent.boot;

import java.io.InterruptedIOException;

/**
 * A call of a piped stream, or a write of a row into a COPY, ended because its context is done; pipe and connection are still open. The
 * cause is the ContextException.
 */
public final class ContextInterruptedIOException extends InterruptedIOException {

    private static final long serialVersionUID = 1L;

    ContextInterruptedIOException(RuntimeException contextException) {
        super(contextException.getMessage());
        initCause(contextException);
    }
}
