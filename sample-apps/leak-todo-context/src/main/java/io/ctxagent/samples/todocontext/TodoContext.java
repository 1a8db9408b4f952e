package io.ctxagent.samples.todocontext;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;

/** Half-way through the move to contexts: the request has one, and nobody has handed it on yet. */
public final class TodoContext {

    private TodoContext() {}

    public static void main(String[] args) throws Exception {
        try (CancelScope request =
                Context.background().withTimeout(Duration.ofMinutes(1)).named("GET /orders")) {
            request.call(TodoContext::find);
        }
    }

    private static boolean find() throws InterruptedException {
        System.out.println("asking the database");
        return Context.todo().awaitDone(Duration.ofMinutes(10)); // the request's minute does not count here
    }
}
