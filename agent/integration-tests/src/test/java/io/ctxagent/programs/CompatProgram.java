package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Blocks in a pool's task and in a sleep under a context, cancels both, and waits for a look from outside. */
public final class CompatProgram {

    private CompatProgram() {}

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2, Cases::daemonThread);
        CancelScope scope = Context.background().withCancel();
        LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Thread> workers = new LinkedBlockingQueue<>();
        scope.run(() -> {
            pool.execute(() -> take(workers, ends));
            pool.execute(() -> sleep(workers, ends));
        });
        Still.await(workers.take());
        Still.await(workers.take());
        scope.cancel();
        System.out.println("woken " + ends.take() + " " + ends.take());
        System.out.println("READY");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(args.length == 1000 ? neverCalled() : 0);
    }

    private static void take(LinkedBlockingQueue<Thread> workers, LinkedBlockingQueue<String> ends) {
        workers.add(Thread.currentThread());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            ends.add(e.getClass().getSimpleName());
        }
    }

    /** On JDK 17 the call below is rewritten in this class. */
    private static void sleep(LinkedBlockingQueue<Thread> workers, LinkedBlockingQueue<String> ends) {
        workers.add(Thread.currentThread());
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException e) {
            ends.add(e.getClass().getSimpleName());
        }
    }

    private static int neverCalled() {
        return 7;
    }
}
