package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The hooks of thread starts and ends. */
public final class Threads {

    private static final @Nullable Class<?> VIRTUAL = virtualThreadClass();

    /** Of the JDK's modules outside {@code java.base}: the HTTP client and server among them. */
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private Threads() {}

    private static @Nullable Class<?> virtualThreadClass() {
        try {
            return Class.forName("java.lang.BaseVirtualThread", false, null);
        } catch (ClassNotFoundException e) {
            return null; // before JDK 21
        }
    }

    static boolean isVirtual(Thread thread) {
        return VIRTUAL != null && VIRTUAL.isInstance(thread);
    }

    /** Before {@link Thread#start}: the new thread runs under the context of the one that starts it. */
    public static void starting(Thread thread) {
        note(thread);
        Object context = Current.SLOT.get();
        if (context == null || !Settings.propagate || Family.PROPAGATE.off()) {
            return;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (!record.agent && record.startsWorker == 0 && !record.inDriver() && inherits(thread)) {
                record.handOvers++;
                ThreadSeed.plant(thread, context);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    private static void note(Thread thread) {
        try {
            ThreadMakers.starting(thread, isVirtual(thread));
            Tests.starting(thread);
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /**
     * Threads of the JDK's own classes are workers, timers, selectors: they outlive the request that started them. So
     * does a plain thread with a task of a JDK class: an acceptor, the dispatcher of the JDK's HTTP server. What
     * {@code java.util.concurrent} runs may be anybody's ({@code new Thread(futureTask)}).
     */
    private static boolean inherits(Thread thread) throws Throwable {
        Class<?> type = thread.getClass();
        if (type == Thread.class) {
            return mayInherit(ThreadTask.of(thread));
        }
        ClassLoader loader = type.getClassLoader();
        return (loader != null && loader != PLATFORM) || isVirtual(thread);
    }

    static boolean mayInherit(@Nullable Runnable task) {
        if (task == null) {
            return true;
        }
        Class<?> type = task.getClass();
        ClassLoader loader = type.getClassLoader();
        String name = type.getName();
        return (loader != null && loader != PLATFORM)
                || task instanceof Thread
                || name.startsWith("java.util.concurrent.")
                || name.startsWith("io.ctxagent.");
    }

    /** Before a pool makes a worker: what it starts inherits nothing. True when {@link #madeWorker} must follow. */
    public static boolean makingWorker() {
        if (Current.SLOT.get() == null) {
            return false;
        }
        ThreadRecord.current().startsWorker++;
        return true;
    }

    /** After {@link #makingWorker}. */
    public static void madeWorker() {
        ThreadRecord.current().startsWorker--;
    }

    /** When a thread ends: whatever it created and did not cancel has lost its owner. */
    public static void ending() {
        ThreadRecord record = ThreadRecord.peek();
        if (record != null) {
            ContextLink.cut(record);
            if (record.owner != null) {
                record.owner.end();
            }
        }
    }

    /** Who creates contexts on the calling thread: the task of a pool worker, or else the thread. */
    public static Owner owner() {
        ThreadRecord record = ThreadRecord.current();
        Owner owner = record.owner;
        if (owner == null) {
            owner = new Owner(record.task ? "task" : "thread", Thread.currentThread());
            record.owner = owner;
        }
        owner.derives();
        return owner;
    }
}
