package io.ctxagent.boot;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** A read of an empty pipe or a write to a full one: an {@code Object.wait} of the JDK's, which turns an interrupt into InterruptedIOException. */
final class PipeCall extends InterruptibleCall {

    PipeCall(Object context, String call, @Nullable Object pipe) {
        super(context, Family.PIPE, call, pipe);
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        Interrupts.takeBack(this);
        if (!(thrown instanceof InterruptedIOException)) {
            // It ended by itself while the waker was at it: what was read is kept.
            return thrown;
        }
        IOException failure = Pipes.failure(context);
        return failure == null ? thrown : failure;
    }
}
