package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.SynchronousQueue;

/** Waits without any bound: CTX202. */
public final class Feed implements AutoCloseable {

    private final SynchronousQueue<String> news = new SynchronousQueue<>();
    private final CancelScope listening = Context.current().withCancel().named("feed");

    /** The thread that listens. */
    public Thread listen() {
        Thread thread = new Thread(
                () -> {
                    try {
                        news.take();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "feed");
        thread.setDaemon(true);
        listening.run(thread::start);
        return thread;
    }

    @Override
    public void close() {
        listening.close();
    }
}
