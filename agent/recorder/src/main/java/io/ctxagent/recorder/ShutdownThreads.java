package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;

/**
 * Which threads a shutdown should have ended: the application's, daemon and virtual ones included. Not counted: the JDK's,
 * the agent's and tools' threads, those that shut the JVM down, and daemons that a library keeps for the life of the
 * JVM and offers no way to end.
 */
final class ShutdownThreads {

    private ShutdownThreads() {}

    static boolean counts(SeenThread thread, Thread caller) {
        return thread.role() == ThreadRole.USER
                && thread.thread() != caller
                && !shutsDown(thread)
                && !(thread.daemon() && thread.context() == null && LifelongThreads.isOne(thread));
    }

    /**
     * It called {@code System.exit} and waits in there, as the first or one more. A shutdown hook that does so waits for
     * ever, and the JVM for it.
     */
    static boolean shutsDown(SeenThread thread) {
        if (ThreadMakers.isShutdownHook(thread.thread())) {
            return false;
        }
        for (StackTraceElement frame : thread.stack().frames()) {
            if (frame.getClassName().equals("java.lang.Shutdown")
                    || frame.getClassName().equals("java.lang.ApplicationShutdownHooks")) {
                return true;
            }
        }
        return false;
    }
}
