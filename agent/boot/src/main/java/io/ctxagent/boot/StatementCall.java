package io.ctxagent.boot;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a JDBC statement, of its results, a commit, or a step of a COPY; the outermost: pool proxies hand the cancel on. The cancel runs on
 * the agent's pool, is resent until the call has ended (H2 loses one that comes before the driver has begun), and is
 * waited for at the exit, so that it cannot hit the next statement. When it hangs for longer than the grace, the caller
 * leaves without it, and the connection is closed: nobody can say what a cancel that is under way will hit.
 */
public final class StatementCall extends BlockedCall implements BooleanSupplier {

    /** {@code execute*}: {@code Statement.cancel} is for this. */
    public static final int EXECUTE = 0;
    /** {@code ResultSet.next}: some drivers know of no call to cancel here. */
    public static final int FETCH = 1;
    /** {@code Connection.commit}: there is no statement. */
    public static final int COMMIT = 2;
    /** A step of PostgreSQL's COPY: what it is called on is neither a statement nor a connection. */
    public static final int COPY = 3;

    private static final long PAUSE_NANOS = 50_000;

    private final JdbcSupport support;
    private final Object object;
    private final int way;
    private final @Nullable Object held;
    private final @Nullable String url;
    private volatile boolean resent;
    private volatile @Nullable Object residue;

    StatementCall(Object context, String call, Object object, int way, JdbcSupport support) {
        super(context, Family.JDBC.id(), call, object);
        this.support = support;
        this.object = object;
        this.way = way;
        ThreadRecord record = ThreadRecord.current();
        this.url = support.target(record, object);
        this.held = record.held();
    }

    /** The {@code execute*} that stands in {@code record}, by the name of its method. */
    @SuppressWarnings("NullAway") // of a call that stands these are there
    StatementCall(ThreadRecord record, JdbcSupport support) {
        super(record, support.call(record.target, record.call));
        this.support = support;
        this.object = record.target;
        this.way = EXECUTE;
        this.url = record.url;
        this.held = record.held();
    }

    @Override
    public @Nullable String target() {
        return url;
    }

    @Override
    void fire() {
        if (way == COPY && !resent && Thread.currentThread() == thread) {
            // Its context was done before it waited: rows that are under way, one wait for a few of them, come without
            // a cancel for each.
            resent = true;
            fired();
            Resender.add(this);
            return;
        }
        try {
            support.execute(new Canceller(this));
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            fired();
        }
    }

    /** A driver's cancel is noticed where the driver looks for it. */
    @Override
    boolean disturbsInside() {
        return false;
    }

    @Override
    long patienceNanos() {
        return Settings.graceNanos;
    }

    @Override
    void pauseForWaker() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Whether the call waits for its cancel; asked by the canceller before each step. */
    @Override
    public boolean getAsBoolean() {
        return firing();
    }

    @Override
    void abandoned() {
        try {
            support.evict(object);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
        }
    }

    @Override
    @Nullable
    Throwable ending(boolean woken, @Nullable Throwable thrown) {
        Object left = residue;
        if (woken && left != null) {
            try {
                support.settle(left);
            } catch (Throwable fault) {
                Family.JDBC.fault(fault);
            }
        }
        return super.ending(woken, thrown);
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        // A result is kept, and a commit that was made has been made.
        Exception failure = thrown instanceof Exception ? support.failure(context, thrown) : null;
        return failure == null ? thrown : failure;
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
                if (call.firing()) {
                    Object left = call.support.cancel(call.object, call.held, call.way, !first, call);
                    if (left != null) {
                        call.residue = left;
                    }
                }
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
