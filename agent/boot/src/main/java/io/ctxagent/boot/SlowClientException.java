package io.ctxagent.boot;

import java.io.IOException;

/** The cause of a request's cancel when it has not come whole within {@code http.read-timeout}. */
public final class SlowClientException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    SlowClientException(long nanos) {
        super("the request had not come whole after " + nanos / NANOS_PER_MILLI + " ms of waiting (http.read-timeout)");
    }

    /** No stack: it is made by a thread of the agent's, which nobody looks for. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
