package io.ctxagent.junit;

/**
 * A test, or a class of tests, has left contexts or threads behind. The message names each finding; the stack trace is where they
 * were made, not where they were found.
 */
public final class ContextLeakError extends AssertionError {

    private static final long serialVersionUID = 1;

    ContextLeakError(String message, StackTraceElement[] sites) {
        super(message);
        setStackTrace(sites);
    }
}
