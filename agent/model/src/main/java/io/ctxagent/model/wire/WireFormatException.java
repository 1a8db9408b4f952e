package io.ctxagent.model.wire;

import java.io.IOException;

/** The other end broke the protocol, or speaks another version of it. The message is one printable line. */
public final class WireFormatException extends IOException {

    private static final long serialVersionUID = 1;

    WireFormatException(String message) {
        super(message);
    }
}
