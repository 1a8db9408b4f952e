package io.ctxagent.context;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * Where a context was created. The agent gives a frame, which knows its method and its line only when it is asked, and few
 * contexts are; or text.
 */
final class Site {

    private Site() {}

    /** {@code shop.Orders.find(Orders.java:42)}. */
    static @Nullable String text(@Nullable Object site) {
        if (!(site instanceof StackFrame frame)) {
            return (String) site;
        }
        String file = frame.getFileName();
        int line = frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "("
                + (file == null ? "Unknown Source" : line < 0 ? file : file + ":" + line) + ")";
    }
}
