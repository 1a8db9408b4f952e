package io.ctxagent.samples.swallowedcancellation;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** "The loop must not end": every exception is caught, also the one that says that it must. */
public final class SwallowedCancellation {

    private static final BlockingQueue<String> JOBS = new LinkedBlockingQueue<>();

    private SwallowedCancellation() {}

    public static void main(String[] args) {
        try (CancelScope scope = Context.background().withCancel().named("jobs")) {
            scope.cancel();
            System.out.println("cancelled");
            scope.run(SwallowedCancellation::work);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void work() {
        while (true) {
            try {
                System.out.println("did " + JOBS.take());
            } catch (InterruptedException e) {
                Thread.onSpinWait(); // "spurious, try again"
            }
        }
    }
}
