package io.ctxagent.boot;

import java.net.UnknownHostException;

/** Thrown by a name lookup that was not begun because the context of the thread is done; its cause is the ContextException. */
public final class ContextUnknownHostException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ContextUnknownHostException(String host, RuntimeException cause) {
        super(host + ": " + cause.getMessage());
        initCause(cause);
    }
}
