package io.ctxagent.samples.lostcancel;

import io.ctxagent.context.Context;

/** Keeps the context and drops the scope: what {@code go vet} calls lostcancel. */
public final class LostCancel {

    private LostCancel() {}

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            request();
        }
        System.gc(); // happens by itself in a real service
        System.out.println("three requests answered");
        Context.untilShutdown().awaitDone();
    }

    private static void request() {
        Context request = Context.background().withCancel().named("request").context();
        request.run(() -> {});
    }
}
