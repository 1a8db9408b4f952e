package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** The context was cancelled, by its own scope or by an ancestor's. Its message is {@code context canceled}. */
public final class CanceledException extends ContextException {

    private static final long serialVersionUID = 1L;

    CanceledException(@Nullable Throwable given, long doneNanos) {
        this(given, doneNanos, false);
    }

    private CanceledException(@Nullable Throwable given, long doneNanos, boolean withStack) {
        super("context canceled", given, doneNanos, withStack);
    }

    @Override
    public boolean isTimeout() {
        return false;
    }

    @Override
    ContextException fresh() {
        return new CanceledException(getCause(), doneNanos(), true);
    }
}
