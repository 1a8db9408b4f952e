package io.ctxagent.context.examples;

import io.ctxagent.context.Context;
import io.ctxagent.context.TaskGroup;

/** A service that ends by itself on SIGTERM. */
final class GracefulShutdown {

    private GracefulShutdown() {}

    // tag::example[]
    static void serve(Context untilShutdown, Runnable saveState) throws Exception {
        try (TaskGroup workers = TaskGroup.open(untilShutdown)) {
            for (int i = 0; i < 4; i++) {
                workers.fork(() -> {
                    Context.current().awaitDone(); // stands for the worker's loop
                    return null;
                });
            }
            workers.join(); // all have ended: nothing is cut off in the middle
        }
        saveState.run();
    }
    // end::example[]
}
