package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/** A program that waits for SIGTERM with a worker below {@code untilShutdown()}: {@code clean|stubborn|hook|leak}. */
public final class ShutdownProgram {

    private ShutdownProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope root = Context.untilShutdown().withCancel().named("workers");
        CountDownLatch started = new CountDownLatch(1);
        root.run(() -> new Thread(() -> work(started), "worker").start());
        started.await();
        switch (args[0]) {
            case "stubborn" -> root.run(() -> stubborn().start());
            case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(ShutdownProgram::forEver, "slow-hook"));
            case "leak" -> Context.background().withCancel().named("forgotten");
            default -> {}
        }
        System.out.println("READY");
        Context.untilShutdown().awaitDone();
    }

    private static void work(CountDownLatch started) {
        started.countDown();
        try {
            new LinkedBlockingQueue<Integer>().take();
        } catch (InterruptedException e) {
            System.out.println("worker ends: " + e.getMessage());
        }
    }

    private static Thread stubborn() throws RuntimeException {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Thread thread = new Thread(lock::lock, "stubborn");
        thread.setDaemon(true);
        return thread;
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
