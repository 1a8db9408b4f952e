package io.ctxagent.model;

import java.io.IOException;

/** What was read is not a valid {@code ctx-snapshot/1}. The message is one printable line that says where and why. */
public final class InvalidSnapshotException extends IOException {

    private static final long serialVersionUID = 1;

    InvalidSnapshotException(String reason) {
        super("not a valid " + Snapshot.SCHEMA + ": " + reason);
    }
}
