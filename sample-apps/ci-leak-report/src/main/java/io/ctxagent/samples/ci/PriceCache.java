package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;

/** Has to be closed. */
public final class PriceCache implements AutoCloseable {

    private final CancelScope refreshing;

    public PriceCache() {
        refreshing = Context.current().withCancel().named("price-cache");
    }

    public int cents(String item) {
        return refreshing.context().isDone() ? -1 : 100 * item.length();
    }

    @Override
    public void close() {
        refreshing.close();
    }
}
