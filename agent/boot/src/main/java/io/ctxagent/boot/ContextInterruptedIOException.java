package io.ctxagent.boot;

import java.io.InterruptedIOException;

/** Thrown by a read of a stream that the context of the thread ended or refused; its cause is the ContextException. */
final class ContextInterruptedIOException extends InterruptedIOException {

    private static final long serialVersionUID = 1L;

    ContextInterruptedIOException(RuntimeException cause) {
        super(cause.getMessage());
        initCause(cause);
    }
}
