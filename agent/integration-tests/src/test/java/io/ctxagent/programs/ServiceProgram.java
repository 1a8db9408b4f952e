package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker under {@code server > job(timeout)} with a value, in {@code take}. On standard input, {@code c} cancels the job, any
 * other byte is an element; ends when its standard input does.
 */
public final class ServiceProgram {

    private static final ContextKey<String> TRACE = ContextKey.of("traceId", String.class);
    private static final LinkedBlockingQueue<Integer> QUEUE = new LinkedBlockingQueue<>();

    private ServiceProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope server = Context.background().withCancel().named("server");
        CancelScope job = server.context()
                .withValue(TRACE, "secret-value")
                .withTimeout(Duration.ofHours(1))
                .named("job");
        CountDownLatch started = new CountDownLatch(1);
        Cases.daemon(() -> job.call(() -> {
            started.countDown();
            work();
            return null;
        }));
        started.await();
        System.out.println("READY");
        for (int command = System.in.read(); command >= 0; command = System.in.read()) {
            if (command == 'c') {
                job.cancel();
            } else {
                // The worker takes once more: its next call is a new one.
                QUEUE.add(1);
            }
        }
    }

    private static void work() {
        try {
            while (true) {
                QUEUE.take();
            }
        } catch (InterruptedException e) {
            System.out.println("ENDED " + e.getCause());
        }
    }
}
