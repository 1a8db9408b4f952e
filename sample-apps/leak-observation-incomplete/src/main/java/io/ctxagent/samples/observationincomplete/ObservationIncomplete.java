package io.ctxagent.samples.observationincomplete;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;

/** Runs without the agent until {@code ctxinspect attach}. Its context is older than the agent. */
public final class ObservationIncomplete {

    private ObservationIncomplete() {}

    public static void main(String[] args) throws InterruptedException {
        try (CancelScope service = Context.untilShutdown().withCancel().named("service")) {
            System.out.println("started");
            service.context().awaitDone();
        }
    }
}
