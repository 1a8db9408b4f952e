package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A pool that somebody wrote by hand, and that takes tasks without their contexts: CTX204. */
public final class Labels {

    private static final BlockingQueue<Runnable> TASKS = new LinkedBlockingQueue<>();

    /** The agent does not keep a context alive to tell of it. */
    private static volatile Context last = Context.background();

    private Labels() {}

    public static boolean printed() {
        return last.isDone();
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
            last = printing.context();
            printing.run(() -> TASKS.add(() -> LockSupport.parkNanos(10_000_000_000L)));
        }
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
