package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** The context's deadline passed, or that of an ancestor. Its message is {@code context deadline exceeded}. */
public final class DeadlineExceededException extends ContextException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(@Nullable Throwable given, long doneNanos) {
        super("context deadline exceeded", given, doneNanos);
    }

    @Override
    public boolean isTimeout() {
        return true;
    }

    @Override
    ContextException fresh() {
        DeadlineExceededException fresh = new DeadlineExceededException(getCause(), doneNanos());
        fresh.recordStack();
        return fresh;
    }
}
