package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A pool that somebody wrote by hand, and that takes tasks without their contexts: CTX204. */
public final class Labels {

    private static final BlockingQueue<Runnable> TASKS = new LinkedBlockingQueue<>();

    private static volatile boolean printed;

    private Labels() {}

    public static boolean printed() {
        return printed;
    }

    /** Once, before any request; the worker waits for work when it returns. */
    public static void open() {
        Thread worker = new Thread(Labels::work, "labels");
        worker.setDaemon(true);
        Context.background().run(worker::start);
        while (worker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    public static void print() {
        try (CancelScope printing = Context.current().withCancel().named("labels")) {
            printing.run(() -> TASKS.add(() -> LockSupport.parkNanos(10_000_000_000L)));
        }
        printed = true;
    }

    private static void work() {
        try {
            while (true) {
                TASKS.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
