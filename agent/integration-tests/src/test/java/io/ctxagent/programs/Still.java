package io.ctxagent.programs;

import java.util.Arrays;

/** Waits until a thread is blocked: its stack is the same twice, and it does not run. */
final class Still {

    private Still() {}

    static void await(Thread thread) throws InterruptedException {
        await(thread, "");
    }

    /** The same, in a call whose frame ends with {@code frame}, as in {@code LinkedBlockingQueue.take}. */
    static void await(Thread thread, String frame) throws InterruptedException {
        StackTraceElement[] last = {};
        for (int tries = 0; tries < 5_000; tries++) {
            StackTraceElement[] stack = thread.getStackTrace();
            boolean waits =
                    thread.getState() != Thread.State.RUNNABLE || (stack.length > 0 && stack[0].isNativeMethod());
            boolean works = works(stack, frame) && last.length > 0;
            if ((works || (waits && Arrays.equals(stack, last))) && stack.length > 0 && shows(stack, frame)) {
                return;
            }
            last = stack;
            Thread.sleep(2); // between two looks at another thread, which tells nobody when it blocks
        }
        throw new IllegalStateException("never blocked in " + frame + ": " + Arrays.toString(last));
    }

    /** A thread of its own that is blocked in {@code body} when this returns. */
    static Thread waiting(String frame, Cases.Body body) throws InterruptedException {
        Thread thread = Cases.daemon(body);
        await(thread, frame);
        return thread;
    }

    /**
     * An embedded database works in the calling thread. Before it does, its statement may be in the agent's hook, which has not noted
     * it yet, or be looked at by its parser: a cancel finds nothing then, and is lost.
     */
    static boolean works(StackTraceElement[] stack, String frame) {
        return frame.startsWith("LazyResult")
                || (frame.startsWith("execute")
                        && (shows(stack, "h2.command.Command.executeQuery")
                                || shows(stack, "h2.command.Command.executeUpdate")));
    }

    private static boolean shows(StackTraceElement[] stack, String frame) {
        for (StackTraceElement element : stack) {
            if ((element.getClassName() + "." + element.getMethodName()).endsWith(frame)) {
                return true;
            }
        }
        return false;
    }
}
