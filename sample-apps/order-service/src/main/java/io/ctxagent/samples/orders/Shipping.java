package io.ctxagent.samples.orders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker behind the queue: marks orders as shipped, one after the other, on a thread of its own. Its loop ends when its
 * context is done. Each shipment has a context with a deadline and the trace id of the request that ordered it.
 */
final class Shipping implements Part {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int WAIT_MILLIS = 250;
    private static final int CAPACITY = 1_000;
    private static final int CLOSING_MILLIS = 5_000;

    private final BlockingQueue<Shipment> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final CancelScope scope;
    private final OrderStore store;
    private final Thread worker;

    private record Shipment(Order order, @Nullable String traceId) {}

    Shipping(Context service, OrderStore store) {
        this.scope = service.withCancel().named("shipping");
        this.store = store;
        this.worker = new Thread(scope.context().wrap(this::work), "shipping");
        worker.start();
    }

    /** Hands an order over; false when the queue is full and stays so. */
    boolean accept(Order order) throws InterruptedException {
        String traceId = Context.current().value(Trace.ID);
        return queue.offer(new Shipment(order, traceId), 1, TimeUnit.SECONDS);
    }

    private void work() {
        Context context = scope.context();
        try {
            while (!context.isDone()) {
                // A bounded wait: without the agent nothing else would bring the loop back to look at its context.
                Shipment next = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    ship(context, next);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void ship(Context context, Shipment shipment) {
        long id = shipment.order().id();
        Context traced = context.withValue(Trace.ID, shipment.traceId());
        try (CancelScope step = traced.withTimeout(LIMIT).named("ship order " + id)) {
            step.call(() -> {
                store.markShipped(id);
                return null;
            });
        } catch (Exception failed) {
            if (!context.isDone()) {
                System.err.println("order-service: order " + id + " was not shipped: " + failed);
            }
        }
    }

    /** Cancels the worker and waits for it: at once with the agent, else at most for one wait and one statement. */
    @Override
    public void close() throws InterruptedException {
        scope.close();
        worker.join(CLOSING_MILLIS);
    }
}
