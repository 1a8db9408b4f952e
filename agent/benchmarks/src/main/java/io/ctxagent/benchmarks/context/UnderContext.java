package io.ctxagent.benchmarks.context;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for JMH ({@code jmh.executor=CUSTOM}) that run under a live context from beginning to end. */
public final class UnderContext extends ThreadPoolExecutor {

    private static final CancelScope SCOPE = Context.background().withCancel();

    /** The signature that JMH asks for. */
    public UnderContext(int threads, String prefix) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(SCOPE.context().wrap(task), prefix);
            thread.setDaemon(true);
            return thread;
        });
    }
}
