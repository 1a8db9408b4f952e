package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.util.Set;

/**
 * Which threads a shutdown should have ended: the application's, daemon and virtual ones included. Not counted: the JDK's,
 * the agent's and tools' threads, those that shut the JVM down, and daemons that a library keeps for the life of the
 * JVM and offers no way to end.
 */
final class ShutdownThreads {

    /** The class that such a daemon's body begins with, or is of; why it is no leak. */
    private static final Set<String> LIFELONG = Set.of(
            // PostgreSQL's driver: waits for unreachable connections, ends itself after 30 s without any.
            "org.postgresql.util.LazyCleaner",
            // MySQL's driver: the same, for as long as the driver is loaded.
            "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread",
            // JNA: frees native memory of unreachable objects.
            "com.sun.jna.internal.Cleaner");

    private ShutdownThreads() {}

    static boolean counts(SeenThread thread, Thread caller) {
        return thread.role() == ThreadRole.USER
                && thread.thread() != caller
                && !shutsDown(thread)
                && !(thread.daemon() && thread.context() == null && isLifelong(thread));
    }

    /**
     * It called {@code System.exit} and waits in there, as the first or one more. A shutdown hook that does so waits for
     * ever, and the JVM for it.
     */
    private static boolean shutsDown(SeenThread thread) {
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

    private static boolean isLifelong(SeenThread thread) {
        StackTraceElement entry = thread.stack().entry();
        return entry != null && LIFELONG.contains(outermost(entry.getClassName()));
    }

    private static String outermost(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }
}
