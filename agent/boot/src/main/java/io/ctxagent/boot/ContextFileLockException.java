package io.ctxagent.boot;

import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileChannel.lock} ended because its context is done; the channel is still open, and the thread is not interrupted. The cause is the ContextException.
 */
public final class ContextFileLockException extends FileLockInterruptionException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String message;

    ContextFileLockException(RuntimeException contextException) {
        message = contextException.getMessage();
        initCause(contextException);
    }

    @Override
    public @Nullable String getMessage() {
        return message;
    }
}
