package io.ctxagent.samples.uncancelledcontext;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cache opens a subscription for its first reader, with a context of its own. The reader ends, the context does not. */
public final class UncancelledContext {

    private static final List<CancelScope> SUBSCRIPTIONS = new CopyOnWriteArrayList<>();

    private UncancelledContext() {}

    public static void main(String[] args) throws InterruptedException {
        Thread reader = new Thread(UncancelledContext::read, "reader");
        reader.start();
        reader.join();
        System.out.println("the reader has ended");
        Context.untilShutdown().awaitDone();
    }

    private static void read() {
        // Kept for ever, and no method of the cache ever closes it.
        SUBSCRIPTIONS.add(Context.background().withCancel().named("price updates"));
    }
}
