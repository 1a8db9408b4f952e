package io.ctxagent.boot;

import java.io.IOException;

/** The cause of a request's cancel when its client has closed or reset the connection. */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    ClientGoneException() {
        super("the client closed the connection");
    }

    /** No stack: it is made by a thread of the agent's, which nobody looks for. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
