package io.ctxagent.context.examples;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.time.Duration;

/** A call with a time limit. */
final class Timeout {

    private Timeout() {}

    // tag::example[]
    static String ask(Context context, Duration limit) throws InterruptedException {
        try (CancelScope scope = context.withTimeout(limit)) {
            return slowAnswer(scope.context());
        } catch (ContextException e) {
            return e.isTimeout() ? "too slow" : "not wanted any more";
        }
    }
    // end::example[]

    private static String slowAnswer(Context context) throws InterruptedException {
        context.awaitDone(Duration.ofMinutes(5)); // stands for work that takes so long
        context.check();
        return "42";
    }
}
