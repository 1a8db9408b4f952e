package io.ctxagent.samples.workerloop;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Go's {@code for { select { case job := <-jobs: ...; case <-ctx.Done(): return } }}: here it is one {@code take()}. */
public final class WorkerLoop {

    private static final List<String> JOBS = List.of("cat.png", "dog.png", "owl.png");

    private final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
    private final CountDownLatch open = new CountDownLatch(JOBS.size());

    private WorkerLoop() {}

    public static void main(String[] args) throws InterruptedException {
        WorkerLoop loop = new WorkerLoop();
        try (CancelScope scope = Context.background().withCancel().named("thumbnails")) {
            Thread worker = new Thread(loop::work, "worker");
            scope.run(worker::start); // a thread runs under the context that it was started under
            loop.jobs.addAll(JOBS);
            loop.open.await();
            System.out.println("main: that was all, cancel");
            scope.cancel();
            worker.join();
            System.out.println("main: the worker has ended");
        }
    }

    private void work() {
        try {
            while (true) {
                System.out.println(
                        "worker: resized " + jobs.take()); // waits as long as it takes, but not after the cancel
                open.countDown();
            }
        } catch (InterruptedException e) {
            System.out.println("worker: ends, " + e.getMessage());
        }
    }
}
