package io.ctxagent.boot;

/** A call that declares {@link InterruptedException} ended because its context is done; the cause is the ContextException. */
public final class ContextInterruptedException extends InterruptedException {

    private static final long serialVersionUID = 1L;

    ContextInterruptedException(RuntimeException contextException) {
        super(contextException.getMessage());
        initCause(contextException);
    }
}
