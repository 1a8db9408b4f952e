package io.ctxagent.samples.deeporheavycontext;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.ArrayDeque;
import java.util.Deque;

/** A poller gives each round a context, derived from that of the round before. */
public final class DeepOrHeavyContext {

    private static final int ROUNDS = 150;

    private static final Deque<CancelScope> OPEN = new ArrayDeque<>();

    private DeepOrHeavyContext() {}

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            round();
        }
        System.out.println(OPEN.size() + " rounds");
        Context.untilShutdown().awaitDone();
    }

    private static void round() {
        CancelScope before = OPEN.peekLast();
        Context parent = before == null ? Context.untilShutdown() : before.context();
        OPEN.add(parent.withCancel().named("round"));
    }
}
