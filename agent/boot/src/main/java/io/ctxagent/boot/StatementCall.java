package io.ctxagent.boot;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call of a JDBC statement, the outermost: pool proxies hand the cancel on. {@code Statement.cancel} runs on the agent's
 * pool, is resent until the call has ended (H2 loses one that comes before the driver has begun), and is waited for at
 * the exit, so that it cannot hit the next statement.
 */
final class StatementCall extends BlockedCall {

    private static final long PAUSE_NANOS = 50_000;

    private final JdbcSupport support;
    private final Object statement;
    private final @Nullable String url;
    private volatile boolean resent;

    StatementCall(Object context, String call, Object statement, JdbcSupport support) {
        super(context, Family.JDBC.id(), call, statement);
        this.support = support;
        this.statement = statement;
        this.url = support.target(statement);
    }

    @Override
    public @Nullable String target() {
        return url;
    }

    @Override
    void fire() {
        try {
            support.execute(new Canceller(this));
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            fired();
        }
    }

    @Override
    long patienceNanos() {
        return Settings.graceNanos;
    }

    @Override
    void pauseForWaker() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        Port port = Ports.of(context);
        RuntimeException cause = contextException();
        if (thrown == null || port == null || cause == null) {
            return thrown;
        }
        return support.failure(port.timedOut(context), cause, thrown);
    }

    private static final class Canceller implements Runnable {
        private final StatementCall call;

        Canceller(StatementCall call) {
            this.call = call;
        }

        @Override
        public void run() {
            boolean first = !call.resent;
            call.resent = true;
            try {
                call.support.cancel(call.statement, !first);
            } catch (Throwable refused) {
                // The driver says no; the next try or the statement's own end decides.
            } finally {
                call.fired();
                if (first) {
                    Resender.add(call);
                }
            }
        }
    }
}
