package io.ctxagent.samples.requestvalues;

import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Two requests are worked at by a pool. Each line tells whose it is; no method is handed the trace id. */
public final class RequestValues {

    /** A key is an object of its own: nobody else can read or overwrite what is under it. */
    private static final ContextKey<String> TRACE_ID = ContextKey.of("traceId", String.class);

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    private RequestValues() {}

    public static void main(String[] args) throws Exception {
        for (String traceId : List.of("7f3a", "b0c1")) {
            Context.background().withValue(TRACE_ID, traceId).call(() -> order("lamp"));
        }
        POOL.shutdown();
        log("no request, no trace id");
    }

    private static String order(String item) throws Exception {
        log("order of a " + item);
        CompletableFuture<Integer> price =
                CompletableFuture.supplyAsync(() -> priceOf(item), POOL).thenApplyAsync(RequestValues::withTax, POOL);
        String bill = item + " for " + price.get();
        log("bill: " + bill);
        return bill;
    }

    private static int priceOf(String item) {
        log("  looking up the price of a " + item);
        return 100;
    }

    private static int withTax(int price) {
        log("  adding tax");
        return price + price / 5;
    }

    private static void log(String message) {
        String traceId = Context.current().value(TRACE_ID);
        System.out.println("[" + (traceId == null ? "----" : traceId) + "] " + message);
    }
}
