package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has the hooks of the family {@code queue} fail, by a context that fails when it is asked, and then works on: takes and polls
 * as ever, and a latch under a proper context that is cancelled.
 */
public final class FaultProgram {

    private FaultProgram() {}

    private static final class Broken implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            throw new IllegalStateException("broken on purpose");
        }
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        ThreadLocal<Object> slot = (ThreadLocal<Object>) Class.forName("io.ctxagent.boot.Current", true, null)
                .getField("SLOT")
                .get(null);
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        int taken = 0;
        slot.set(new Broken());
        for (int i = 0; i < 300; i++) {
            queue.add(i);
            taken += queue.take() == i ? 1 : 0;
        }
        boolean counted = new CountDownLatch(0).await(1, TimeUnit.HOURS);
        slot.remove();
        System.out.println("taken " + taken + " of 300, latch " + counted);
        CancelScope scope = Context.background().withCancel();
        Thread thread = Cases.daemonThread(() -> scope.run(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                System.out.println("latch " + e.getClass().getSimpleName());
            }
        }));
        thread.start();
        Still.await(thread, "CountDownLatch.await");
        scope.cancel();
        thread.join();
        queue.add(7);
        System.out.println("under a done context " + scope.call(queue::take));
        System.out.println("READY");
        System.in.read();
    }
}
