package io.ctxagent.context;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Starts the threads of {@code afterFunc} and {@link TaskGroup}: virtual from JDK 21 on, daemon threads before. */
final class Threads {

    private static final ThreadFactory ACTIONS = factory("ctx-after-func-");

    private Threads() {}

    static void startAction(Runnable action) {
        ACTIONS.newThread(action).start();
    }

    static void startTimerCallbacks(Runnable callbacks) {
        daemon(callbacks, "ctx-timer-callbacks").start();
    }

    /** Threads that inherit nothing; numbered from 0. */
    static ThreadFactory factory(String prefix) {
        ThreadFactory virtual = virtual(prefix);
        return virtual != null ? virtual : new Daemons(prefix);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    // Thread.ofVirtual() came with JDK 21 (JEP 444); in 19 and 20 it throws unless previews are on.
    private static @Nullable ThreadFactory virtual(String prefix) {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method name = type.getMethod("name", String.class, long.class);
            Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
            builder = inherit.invoke(name.invoke(builder, prefix, 0L), false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static final class Daemons implements ThreadFactory {

        private final java.util.concurrent.atomic.AtomicLong number = new java.util.concurrent.atomic.AtomicLong();
        private final String prefix;

        Daemons(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable task) {
            return daemon(task, prefix + number.getAndIncrement());
        }
    }
}
