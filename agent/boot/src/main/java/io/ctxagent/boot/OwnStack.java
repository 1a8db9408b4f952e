package io.ctxagent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frames of the calling thread, the innermost first. As an exception has them, which costs a tenth of a walk where
 * nothing is compiled yet: one deadline may end hundreds of calls in a young JVM, and each of them looks. An exception may
 * lack frames, by an option of the JVM's; then they are walked after all.
 */
final class OwnStack implements Consumer<StackWalker.StackFrame> {

    /** The JVM's default for the most frames that an exception has. */
    private static final int MOST = 1024;

    private final List<StackTraceElement> walked = new ArrayList<>();

    private OwnStack() {}

    static StackTraceElement[] frames() {
        StackTraceElement[] frames = new Throwable().getStackTrace();
        return whole(frames) ? frames : walked();
    }

    /** Whether the outermost frame is one that threads begin with, and not where the stack was cut. */
    static boolean whole(StackTraceElement[] frames) {
        int length = frames.length;
        if (length == 0) {
            return false;
        }
        String type = frames[length - 1].getClassName();
        String method = frames[length - 1].getMethodName();
        if (type.equals("java.lang.VirtualThread") && method.equals("run")) {
            return true; // nobody but the JDK can call it
        }
        return length < MOST && (method.equals("main") || (method.equals("run") && isOfThread(type)));
    }

    private static boolean isOfThread(String type) {
        return type.equals("java.lang.Thread") || type.equals("java.util.concurrent.ForkJoinWorkerThread");
    }

    private static StackTraceElement[] walked() {
        OwnStack stack = new OwnStack();
        StackWalker.getInstance().forEach(stack);
        return stack.walked.toArray(new StackTraceElement[0]);
    }

    @Override
    public void accept(StackWalker.StackFrame frame) {
        walked.add(frame.toStackTraceElement());
    }
}
