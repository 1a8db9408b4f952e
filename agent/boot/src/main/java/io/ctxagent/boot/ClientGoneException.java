package io.ctxagent.boot;

import java.io.IOException;

/** The cause of a request's cancel when its client has closed or reset the connection, or has reset the stream. */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    ClientGoneException(String how) {
        super(how);
    }

    /** No stack: it is made by a thread of the agent's, which nobody looks for. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
