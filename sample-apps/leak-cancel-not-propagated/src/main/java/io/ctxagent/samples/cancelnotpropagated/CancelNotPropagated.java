package io.ctxagent.samples.cancelnotpropagated;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A pool written by hand: a queue and a thread that runs what it takes out. What it runs has no context. */
public final class CancelNotPropagated {

    private static final BlockingQueue<Runnable> TASKS = new LinkedBlockingQueue<>();
    private static final CountDownLatch ANSWER = new CountDownLatch(1);

    private CancelNotPropagated() {}

    public static void main(String[] args) throws InterruptedException {
        new Thread(CancelNotPropagated::work, "by-hand").start();
        try (CancelScope request = Context.background().withCancel().named("GET /report")) {
            request.run(() -> TASKS.add(() -> report()));
        }
        Context.untilShutdown().awaitDone();
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

    /** The request has long been cancelled. */
    private static void report() {
        System.out.println("waiting for the warehouse");
        try {
            ANSWER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
