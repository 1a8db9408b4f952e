package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A worker under {@code server > job(timeout)} with a value, in {@code take}; ends when its standard input does. */
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
            while (true) {
                QUEUE.take();
            }
        }));
        started.await();
        System.out.println("READY");
        while (System.in.read() >= 0) {
            // Each byte makes the worker take once: its next call is a new one.
            QUEUE.add(1);
        }
    }
}
