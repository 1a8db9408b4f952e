package io.ctxagent.samples.ci;

import io.ctxagent.context.Context;

/** Drops the scope, and keeps what nobody can cancel any more: CTX105. */
public final class Invoices {

    private Invoices() {}

    public static String print(int number) throws Exception {
        Context printing = Context.current().withCancel().named("invoice").context();
        return printing.call(() -> "invoice " + number);
    }
}
