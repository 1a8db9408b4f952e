package io.ctxagent.boot;

import java.nio.channels.AsynchronousCloseException;
import org.jspecify.annotations.Nullable;

/**
 * A channel call ended because its context is done. One that was blocked has closed its channel; one that failed fast has not. The cause is the ContextException.
 */
public final class ContextClosedChannelException extends AsynchronousCloseException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String message;

    ContextClosedChannelException(RuntimeException contextException) {
        message = contextException.getMessage();
        initCause(contextException);
    }

    @Override
    public @Nullable String getMessage() {
        return message;
    }
}
