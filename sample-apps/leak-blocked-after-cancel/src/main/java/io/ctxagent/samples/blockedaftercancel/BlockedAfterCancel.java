package io.ctxagent.samples.blockedaftercancel;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Waits in {@code lock()}, which nothing ends but the lock. {@code lockInterruptibly()} would end at the deadline. */
public final class BlockedAfterCancel {

    private static final Lock LEDGER = new ReentrantLock();

    private BlockedAfterCancel() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread auditor = new Thread(() -> audit(held), "auditor");
        auditor.setDaemon(true);
        auditor.start();
        held.await();
        try (CancelScope scope =
                Context.background().withTimeout(Duration.ofMillis(100)).named("booking")) {
            System.out.println("booking, 100 ms for it");
            scope.run(BlockedAfterCancel::book);
        }
    }

    private static void book() {
        LEDGER.lock();
        try {
            System.out.println("booked");
        } finally {
            LEDGER.unlock();
        }
    }

    private static void audit(CountDownLatch held) {
        LEDGER.lock();
        try {
            held.countDown();
            Thread.sleep(Duration.ofMinutes(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LEDGER.unlock();
        }
    }
}
