package io.ctxagent.boot;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of ForkJoinPool. Every task that a pool runs comes by {@code ForkJoinTask.doExec}, whether a worker of its own
 * takes it, a worker that waits helps with it, or its caller runs it at once ({@code invoke}). What was handed over by
 * {@code submit}, {@code execute} or {@code fork} has the context from there or none; what its caller runs keeps the
 * caller's.
 */
public final class ForkJoins {

    /** The carriers of virtual threads; their tasks are the JVM's own. */
    private static volatile ForkJoinPool.@Nullable ForkJoinWorkerThreadFactory carriers;

    private ForkJoins() {}

    /** When a task comes into a pool from outside. */
    public static void submitted(ForkJoinPool pool, @Nullable Object task) {
        if (Current.SLOT.get() != null && !runsVirtualThreads(pool)) {
            Tasks.submitted(task);
        }
    }

    /** When a task hands over a part of its work. */
    public static void forked(ForkJoinTask<?> task) {
        if (Current.SLOT.get() != null) {
            Tasks.submitted(task);
        }
    }

    private static boolean runsVirtualThreads(ForkJoinPool pool) {
        ForkJoinPool.ForkJoinWorkerThreadFactory factory = pool.getFactory();
        if (factory == carriers) {
            return true;
        }
        // VirtualThread.createDefaultScheduler gives it a lambda, JDK 21 to 25.
        if (!factory.getClass().getName().startsWith("java.lang.VirtualThread")) {
            return false;
        }
        carriers = factory;
        return true;
    }

    /** Before methods that run a task themselves instead of handing it over. True when {@link #ranItself} must follow. */
    public static boolean runsItself() {
        if (Current.SLOT.get() == null) {
            return false;
        }
        ThreadRecord.current().runsItself = true;
        return true;
    }

    /** After {@link #runsItself}, where no task was run. */
    public static void ranItself() {
        ThreadRecord.current().runsItself = false;
    }

    /** Before {@code task} runs on this thread. What it returns goes to {@link #end}. */
    public static @Nullable Object begin(Object task) {
        Object current = Current.SLOT.get();
        return current == null && Tasks.noneSubmitted() ? null : begin(task, current);
    }

    private static @Nullable Object begin(Object task, @Nullable Object current) {
        try {
            ThreadRecord record = ThreadRecord.current();
            boolean handedOver = !record.runsItself;
            record.runsItself = false;
            Object context = Tasks.taken(task);
            if (context == current || !Settings.propagate || Family.PROPAGATE.off()) {
                return null;
            }
            return context != null || (handedOver && !Stages.has(task)) ? TaskFrame.begin(record, context) : null;
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
            return null;
        }
    }

    /** After it. */
    public static void end(@Nullable Object frame) {
        TaskFrame.end(frame);
    }

    /** When a task that was forked is taken back by its own thread, or one is cancelled. */
    public static void withdrawn(ForkJoinTask<?> task) {
        Tasks.withdrawn(task);
    }
}
