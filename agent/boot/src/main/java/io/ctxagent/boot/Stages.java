package io.ctxagent.boot;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of CompletableFuture. The function of a stage runs under the context that was current where the stage was
 * attached, whoever completes the future and on whatever thread; under none if none was current then. So does what
 * {@code supplyAsync} and {@code runAsync} were given, also in an executor that the agent knows nothing of.
 */
public final class Stages {

    private static final TaskTable ATTACHED = new TaskTable();

    private Stages() {}

    /** When the JDK has made the object that stands for a function: a dependent stage, a task of {@code supplyAsync}. */
    public static void attached(Object stage) {
        Object context = Current.SLOT.get();
        if (context == null || !Settings.propagate || Family.PROPAGATE.off()) {
            return;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.startsWorker == 0 && !record.inDriver()) {
                ATTACHED.put(stage, context);
            }
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
        }
    }

    /** Before a stage looks whether it can run its function, and runs it. What it returns goes to {@link #end}. */
    public static @Nullable Object begin(Object stage) {
        Object current = Current.SLOT.get();
        return current == null && ATTACHED.isEmpty() ? null : begin(ATTACHED.peek(stage), current);
    }

    /** After it. {@code over}: the stage has run, or will never run any more. */
    public static void end(Object stage, boolean over, @Nullable Object frame) {
        TaskFrame.end(frame);
        if (over) {
            ATTACHED.take(stage);
        }
    }

    /** Before a task of {@code supplyAsync} or {@code runAsync}, which runs once. What it returns goes to {@link #end}. */
    public static @Nullable Object beginTask(Object task) {
        Object current = Current.SLOT.get();
        return current == null && ATTACHED.isEmpty() ? null : begin(ATTACHED.take(task), current);
    }

    /** After it. */
    public static void endTask(@Nullable Object frame) {
        TaskFrame.end(frame);
    }

    private static @Nullable Object begin(@Nullable Object context, @Nullable Object current) {
        if (context == current || !Settings.propagate || Family.PROPAGATE.off()) {
            return null;
        }
        try {
            return TaskFrame.begin(ThreadRecord.current(), context);
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
            return null;
        }
    }

    /** Whether {@code task} is one of CompletableFuture's own, which are noted here and nowhere else. */
    static boolean isTask(Object task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask
                && task.getClass().getClassLoader() == null;
    }

    /** Whether {@code task} brings its context along by itself. */
    static boolean has(Object task) {
        return !ATTACHED.isEmpty() && ATTACHED.peek(task) != null;
    }

    /** Functions that wait with a context. */
    static int waiting() {
        return ATTACHED.size();
    }

    static void forget() {
        ATTACHED.clear();
    }
}
