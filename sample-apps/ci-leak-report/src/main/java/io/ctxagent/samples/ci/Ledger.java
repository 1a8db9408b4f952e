package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.locks.ReentrantLock;

/** Waits for a lock with lock(), which no cancel can end: CTX103, and CTX104 for its thread. */
public final class Ledger {

    private static final ReentrantLock BOOKS = new ReentrantLock();

    private Ledger() {}

    /** Somebody has the books and never gives them back. */
    public static void lose() throws InterruptedException {
        Thread thief = new Thread(BOOKS::lock, "thief");
        thief.start();
        thief.join();
    }

    public static Thread sync() {
        try (CancelScope request = Context.current().withCancel().named("sync")) {
            Thread thread = new Thread(Ledger::book, "ledger-sync");
            thread.setDaemon(true);
            request.run(thread::start);
            return thread;
        }
    }

    private static void book() {
        BOOKS.lock();
    }
}
