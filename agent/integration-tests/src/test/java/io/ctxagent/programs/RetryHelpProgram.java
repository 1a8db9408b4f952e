package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker of the common pool, one of two, that swallows the exception of a {@code get} and makes the call again, under a
 * context that is done. As soon as the call is let through, the worker helps with a task of its own, which nobody else can
 * run, and goes on waiting. Prints {@code helped} then; gives it the result at the end of standard input, and prints how often it was refused.
 */
public final class RetryHelpProgram {

    private RetryHelpProgram() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ForkJoinPool pool = ForkJoinPool.commonPool();
        pool.execute(() -> {
            busy.countDown();
            spinUntil(over);
        });
        busy.await();
        CancelScope scope = Context.background().withCancel().named("helps");
        CompletableFuture<String> result = new CompletableFuture<>();
        AtomicInteger refused = new AtomicInteger();
        pool.execute(() -> scope.run(() -> {
            Thread.currentThread().setName("helps");
            CompletableFuture.runAsync(() -> System.out.println("helped"));
            scope.cancel();
            get(result, refused);
            over.countDown();
        }));
        System.in.read();
        result.complete("");
        over.await();
        System.out.println("get: " + refused);
        System.exit(0);
    }

    /** Not by a wait: the pool would make another worker for that. */
    private static void spinUntil(CountDownLatch over) {
        while (over.getCount() != 0) {
            Thread.yield();
        }
    }

    private static void get(CompletableFuture<String> result, AtomicInteger refused) {
        while (true) {
            try {
                result.get();
                return;
            } catch (InterruptedException e) {
                refused.incrementAndGet();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
