package io.ctxagent.samples.cleanservice;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Requests, a pool, a queue with a worker behind it, values and deadlines: a bit of everything that can leak. Everybody who
 * derives a context closes its scope, and every thread is started under the context that ends it.
 */
public final class CleanService implements AutoCloseable {

    private static final ContextKey<String> TRACE_ID = ContextKey.of("traceId", String.class);
    private static final Duration FOR_A_REQUEST = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofMillis(100);

    private final BlockingQueue<String> audit = new LinkedBlockingQueue<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final CancelScope service = Context.untilShutdown().withCancel().named("clean-service");
    private final Thread auditor = new Thread(this::writeAudit, "auditor");

    private CleanService() {
        service.run(auditor::start);
    }

    public static void main(String[] args) throws Exception {
        try (CleanService service = new CleanService()) {
            System.out.println(service.order("7f3a", "lamp"));
            System.out.println(service.order("b0c1", "chair"));
            Context.untilShutdown().awaitDone(); // SIGTERM
        }
        System.out.println("closed");
    }

    private String order(String traceId, String item) throws Exception {
        Context traced = service.context().withValue(TRACE_ID, traceId);
        try (CancelScope request = traced.withTimeout(FOR_A_REQUEST).named("order")) {
            return request.call(() -> {
                CompletableFuture<String> bill = CompletableFuture.supplyAsync(
                        () -> item + " [" + Context.current().value(TRACE_ID) + "]", pool);
                audit.put("order of a " + item);
                return bill.get();
            });
        }
    }

    /** Waits a little at a time: a wait without any bound would be a finding, CTX202. */
    private void writeAudit() {
        int written = 0;
        try {
            while (true) {
                if (audit.poll(ROUND.toMillis(), TimeUnit.MILLISECONDS) != null) {
                    written++;
                }
            }
        } catch (InterruptedException e) {
            System.out.println("the auditor ends after " + written + " orders: " + e.getMessage());
        }
    }

    @Override
    public void close() throws InterruptedException {
        service.close();
        pool.shutdown();
        auditor.join();
    }
}
