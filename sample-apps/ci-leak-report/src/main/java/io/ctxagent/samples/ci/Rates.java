package io.ctxagent.samples.ci;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Its pool is never shut down: CTX108. */
public final class Rates {

    private final ExecutorService workers = Executors.newFixedThreadPool(1);

    public Future<Integer> euro() {
        return workers.submit(() -> 108);
    }
}
