package io.ctxagent.context.examples;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;

/** A request with two seconds that calls a service which it would give five. */
final class NestedDeadlines {

    private NestedDeadlines() {}

    // tag::example[]
    static Duration timeForTheCall(Context context) {
        try (CancelScope request = context.withTimeout(Duration.ofSeconds(2));
                CancelScope call = request.context().withTimeout(Duration.ofSeconds(5))) {
            return call.context().remaining().orElseThrow(); // at most 2 s
        }
    }
    // end::example[]
}
