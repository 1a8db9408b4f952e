package io.ctxagent.report.check;

import java.io.IOException;

/** What was read is not a valid {@code ctx-baseline/1}. The message is one printable line that says where and why. */
public final class InvalidBaselineException extends IOException {

    private static final long serialVersionUID = 1;

    InvalidBaselineException(String reason) {
        super("not a valid " + Baseline.SCHEMA + ": " + reason);
    }
}
