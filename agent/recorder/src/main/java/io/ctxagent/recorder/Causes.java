package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a cancel as text. Only methods of the JDK's or the API's own are called: an exception class of the
 * application may do anything in {@code getMessage()}, so of one that overrides it the class is shown alone.
 */
final class Causes {

    private static final int LONGEST = 200;
    private static final int DEEPEST = 8;

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

    /** What {@code cause} came from, the nearest first; empty for null. */
    static List<String> chain(@Nullable Throwable cause) {
        if (cause == null) {
            return List.of();
        }
        List<String> chain = new ArrayList<>();
        Throwable step = cause;
        while (step != null && chain.size() < DEEPEST) {
            step = known(step, "getCause") ? step.getCause() : null;
            String text = text(step);
            if (text != null) {
                chain.add(text);
            }
        }
        return chain;
    }

    private static @Nullable String message(Throwable cause) {
        return known(cause, "getMessage") ? cause.getMessage() : null;
    }

    private static boolean known(Throwable cause, String method) {
        try {
            String declares =
                    cause.getClass().getMethod(method).getDeclaringClass().getName();
            return CodeOwner.isJdk(declares) || CodeOwner.isAgent(declares);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }
}
