package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** The context's deadline passed, or that of an ancestor. Its message is {@code context deadline exceeded}. */
public final class DeadlineExceededException extends ContextException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(@Nullable Throwable given, long doneNanos) {
        this(given, doneNanos, false);
    }

    private DeadlineExceededException(@Nullable Throwable given, long doneNanos, boolean withStack) {
        super("context deadline exceeded", given, doneNanos, withStack);
    }

    @Override
    public boolean isTimeout() {
        return true;
    }

    @Override
    ContextException fresh() {
        return new DeadlineExceededException(getCause(), doneNanos(), true);
    }
}
