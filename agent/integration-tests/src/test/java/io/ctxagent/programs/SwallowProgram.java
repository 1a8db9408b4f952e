package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Two workers in {@code poll} under contexts that are cancelled: one catches the exception and goes on, one ends. {@code
 * platform|virtual}. With another argument, {@code late}, it prints {@code READY} when both are blocked and waits for a byte before it
 * cancels. Prints {@code CANCELLED}; runs until its standard input ends.
 */
public final class SwallowProgram {

    private static final LinkedBlockingQueue<Integer> QUEUE = new LinkedBlockingQueue<>();

    private SwallowProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope careless = Context.background().withCancel().named("careless");
        CancelScope careful = Context.background().withCancel().named("careful");
        CountDownLatch both = new CountDownLatch(2);
        Thread first = WakeProgram.thread(
                args[0],
                () -> careless.run(() -> {
                    both.countDown();
                    goOn();
                }));
        Thread second = WakeProgram.thread(
                args[0],
                () -> careful.run(() -> {
                    both.countDown();
                    end();
                }));
        first.setName("goes-on");
        second.setName("ends");
        first.start();
        second.start();
        both.await();
        WakeProgram.awaitBlocked(first, "LinkedBlockingQueue.poll");
        if (args.length > 1) {
            System.out.println("READY");
            System.in.read();
        }
        careless.cancel();
        careful.cancel();
        System.out.println("CANCELLED");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void goOn() {
        while (true) {
            try {
                QUEUE.poll(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // the fault: nobody is told
            }
        }
    }

    /** Asks its context as one should; its clean-up blocks twice, and is refused twice, before it has nothing left to do. */
    private static void end() {
        while (!Context.current().isDone()) {
            try {
                QUEUE.poll(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                break;
            }
        }
        for (int i = 0; i < 2; i++) {
            try {
                QUEUE.poll(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                continue;
            }
        }
        Context.background().run(() -> Cases.awaited(new CountDownLatch(1)));
    }
}
