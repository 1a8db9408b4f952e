package io.ctxagent.context.examples;

import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker that takes jobs until its context is done. */
final class Worker {

    private final BlockingQueue<String> jobs;
    private final AtomicInteger handled = new AtomicInteger();

    Worker(BlockingQueue<String> jobs) {
        this.jobs = jobs;
    }

    // tag::example[]
    void work(Context context) throws InterruptedException {
        while (!context.isDone()) {
            String job = jobs.poll(10, TimeUnit.MILLISECONDS); // with the agent: take(), which the cancel ends
            if (job != null) {
                handle(job);
            }
        }
    }
    // end::example[]

    private void handle(String job) {
        handled.incrementAndGet();
    }

    int handled() {
        return handled.get();
    }
}
