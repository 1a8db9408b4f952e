package io.ctxagent.context;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Why a context is done: it was cancelled, or its deadline passed. The two are siblings, because a timeout is no cancel.
 *
 * <p>{@link Context#err()} gives an object without a stack trace, made once for a whole cancelled subtree;
 * {@link Context#check()} throws a fresh one with the stack of that call. {@link #getCause()} is the cause that was given,
 * null where none was.
 */
public abstract sealed class ContextException extends CancellationException
        permits CanceledException, DeadlineExceededException {

    private static final long serialVersionUID = 1L;

    /** {@link #doneNanos} where nobody observed. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final @Nullable Throwable given;
    private final long doneNanos;

    ContextException(String message, @Nullable Throwable given, long doneNanos, boolean withStack) {
        super(message);
        this.given = given;
        this.doneNanos = doneNanos;
        if (withStack) {
            super.fillInStackTrace();
        }
    }

    /** Whether a deadline passed; false for a cancel. */
    public abstract boolean isTimeout();

    /** The cause given to cancel or with the deadline; null where none was given. */
    @Override
    public final synchronized @Nullable Throwable getCause() {
        return given;
    }

    /** The cause is fixed when a context is done. */
    @Override
    public final synchronized Throwable initCause(@Nullable Throwable cause) {
        throw new IllegalStateException("the cause is fixed when the context is done", this);
    }

    /** Does nothing: the constructor must not pay for a stack that nobody looks at. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public final Throwable fillInStackTrace() {
        return this;
    }

    /** {@link Context#cause()} of a context that is done with this. */
    final Throwable cause() {
        return given != null ? given : this;
    }

    /** {@link System#nanoTime()} when it was made, or {@link #UNKNOWN}. */
    final long doneNanos() {
        return doneNanos;
    }

    /** A new exception that says the same, with the stack of the caller. */
    abstract ContextException fresh();
}
