package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The hooks of thread starts and ends. */
public final class Threads {

    private static final @Nullable Class<?> VIRTUAL = virtualThreadClass();

    private Threads() {}

    private static @Nullable Class<?> virtualThreadClass() {
        try {
            return Class.forName("java.lang.BaseVirtualThread", false, null);
        } catch (ClassNotFoundException e) {
            return null; // before JDK 21
        }
    }

    /** Before {@link Thread#start}: the new thread runs under the context of the one that starts it. */
    public static void starting(Thread thread) {
        Object context = Current.SLOT.get();
        if (context == null || !Settings.propagate || Family.PROPAGATE.off()) {
            return;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (!record.agent && record.startsWorker == 0 && inherits(thread)) {
                ThreadSeed.plant(thread, context);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** Threads of the JDK's own classes are workers, timers, selectors: they outlive the request that started them. */
    private static boolean inherits(Thread thread) {
        Class<?> type = thread.getClass();
        if (type == Thread.class) {
            return !ThreadTargets.isJdks(thread);
        }
        return type.getClassLoader() != null || (VIRTUAL != null && VIRTUAL.isInstance(thread));
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
        if (record != null && record.owner != null) {
            record.owner.end();
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
        return owner;
    }
}
