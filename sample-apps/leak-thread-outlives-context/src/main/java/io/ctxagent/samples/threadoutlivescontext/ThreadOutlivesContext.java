package io.ctxagent.samples.threadoutlivescontext;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;

/**
 * The first request starts the thread that refreshes rates. The refresher takes care not to be cancelled with the request,
 * and so nobody ends it at all.
 */
public final class ThreadOutlivesContext {

    private ThreadOutlivesContext() {}

    public static void main(String[] args) throws InterruptedException {
        try (CancelScope request = Context.background().withCancel().named("GET /rates")) {
            request.run(ThreadOutlivesContext::startRefresher);
            System.out.println("answered");
        }
        Context.untilShutdown().awaitDone();
    }

    private static void startRefresher() {
        Thread refresher = new Thread(() -> Context.background().run(ThreadOutlivesContext::refresh), "refresher");
        refresher.setDaemon(true);
        refresher.start();
    }

    private static void refresh() {
        try {
            while (true) {
                Thread.sleep(50); // stands for a look at the stock exchange
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
