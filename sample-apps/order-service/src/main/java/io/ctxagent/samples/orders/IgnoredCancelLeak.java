package io.ctxagent.samples.orders;

import io.ctxagent.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code --leak=ignored-cancel}, in {@code GET /report}.
 *
 * <p>What is wrong: the handler locks the ledger and never unlocks it; the thread that it starts then waits for the ledger
 * with {@code lock()}, which nothing can wake. The request's context is cancelled and the thread is still in there. CTX103,
 * and CTX104 because the thread was started under the request. With {@code lockInterruptibly()} it would have ended.
 */
final class IgnoredCancelLeak implements Fault {

    private final ReentrantLock ledger = new ReentrantLock();
    private final AtomicBoolean once = new AtomicBoolean();

    @Override
    @SuppressWarnings("LockNotBeforeTry") // the fault itself
    public void passed(String item) {
        if (once.compareAndSet(false, true)) {
            ledger.lock();
            Thread sync = new Thread(Context.current().wrap(this::sync), "ledger-sync");
            sync.setDaemon(true);
            sync.start();
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // never gets it
    private void sync() {
        ledger.lock();
        ledger.unlock();
    }
}
