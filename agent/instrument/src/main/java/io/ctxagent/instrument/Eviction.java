package io.ctxagent.instrument;

import io.ctxagent.boot.AgentThread;
import io.ctxagent.boot.JdbcSupport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives up a connection that a cancel may still be on its way to: its next statement, or the next borrower's, would be hit.
 * The driver's own connection is closed, not the pool's proxy; the pool finds it closed and makes another.
 */
final class Eviction implements Runnable {

    private static final long MOST_SECONDS = 1;

    private final Runnable abort;
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param abort closes the connection; throws nothing */
    Eviction(Runnable abort) {
        this.abort = abort;
    }

    /** Closes it on a thread of its own, and waits a second for that at most; a user's interrupt is kept. */
    @SuppressWarnings("ReturnValueIgnored") // closed or not, the caller leaves
    void carryOut() {
        JdbcSupport.EVICTIONS.incrementAndGet();
        new AgentThread(this, "ctx-agent-evict").start();
        boolean interrupted = false;
        long ends = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        try {
            while (true) {
                try {
                    over.await(ends - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void run() {
        try {
            abort.run();
        } finally {
            over.countDown();
        }
    }

    /** H2's abort does nothing, and close does; either may find the connection closed already. */
    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
            if (connection.isClosed()) {
                return;
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            // An old driver; close is all there is.
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // It is broken already, which will do.
        }
    }
}
