package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/**
 * The cause of a cancel as text. Only methods of the JDK's or the API's own are called: an exception class of the
 * application may do anything in {@code getMessage()}, so of one that overrides it the class is shown alone.
 */
final class Causes {

    private static final int LONGEST = 200;

    private Causes() {}

    /** {@code context canceled}, {@code java.io.IOException: client gone}; null for null. */
    static @Nullable String text(@Nullable Throwable cause) {
        if (cause == null) {
            return null;
        }
        String type = cause.getClass().getName();
        String message = message(cause);
        if (message == null || message.isEmpty()) {
            return type;
        }
        String text = CodeOwner.isAgent(type) ? message : type + ": " + message;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static @Nullable String message(Throwable cause) {
        try {
            Class<?> declares = cause.getClass().getMethod("getMessage").getDeclaringClass();
            boolean known = CodeOwner.isJdk(declares.getName()) || CodeOwner.isAgent(declares.getName());
            return known ? cause.getMessage() : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
