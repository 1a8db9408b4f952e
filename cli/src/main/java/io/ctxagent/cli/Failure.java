package io.ctxagent.cli;

import io.ctxagent.report.SafeText;
import org.jspecify.annotations.Nullable;

/** The command cannot do what it was asked for. The message is one line and says what to do about it. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    public Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** A name or a message from elsewhere, fit to be part of the one line. */
    public static String quote(@Nullable String text) {
        return SafeText.of(String.valueOf(text));
    }
}
