package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks of JDBC need from {@code java.sql}, which the bootstrap loader cannot see. The agent sets one.
 * Implementations are thread-safe.
 */
public abstract class JdbcSupport {

    /** The one in use; null until the agent has set it. */
    public static volatile @Nullable JdbcSupport instance;

    /** Connections that were closed because a cancel that hung might have hit their next statement. */
    public static final AtomicLong EVICTIONS = new AtomicLong();

    /** {@link #driverObject}: nothing of JDBC's. */
    public static final int NO_DRIVER_OBJECT = 0;

    /** {@link #driverObject}: a statement or a connection. */
    public static final int DRIVER_OBJECT = 1;

    /** {@link #driverObject}: a result set. */
    public static final int RESULT_SET = 2;

    private static final String UNKNOWN = "";
    private static final WeakTable<String> URLS = new WeakTable<>();

    /** Whether it is a {@code java.sql.Connection}. */
    public abstract boolean isConnection(Object object);

    /** {@link #RESULT_SET}, {@link #DRIVER_OBJECT} for a statement or a connection, else {@link #NO_DRIVER_OBJECT}. */
    public abstract int driverObject(Object object);

    /** Whether connections come from it: a data source or a driver. */
    public abstract boolean isSource(Object object);

    /** The call as a snapshot names it, {@code java.sql.PreparedStatement.executeQuery}. */
    public abstract String call(Object object, String method);

    /** Whether it is a {@code java.sql.Statement}. */
    public abstract boolean isStatement(Object object);

    /** The statement of a result set; null where it has none. */
    public abstract @Nullable Object statement(Object resultSet);

    /** Whether the socket of PostgreSQL's {@code executor} has a timeout of the user's. */
    public abstract boolean hasNetworkTimeout(Object executor);

    /** Whether the driver of {@code connection} can end a commit that waits. */
    public abstract boolean cancelsCommits(Object connection);

    /** The connection that a statement says is its own, or that connection; null where that is not known. */
    public abstract @Nullable Object held(Object object);

    /** The driver's own connection below a pool's. */
    public abstract Object connection(Object held);

    /** The URL of such a connection, without what may be secret; null where that is not known. */
    public abstract @Nullable String url(Object connection);

    /**
     * {@link #url} of the connection of a statement, or of a connection; asked once for each, because drivers make an object to tell.
     * The thread's latest one is at hand.
     */
    final @Nullable String target(ThreadRecord record, Object object) {
        Object held = held(object);
        WeakReference<Object> latest = record.urlOf;
        if (held == null || latest == null || !latest.refersTo(held)) {
            record.url = held == null ? null : urlOf(held);
            record.urlOf = held == null ? null : new WeakReference<>(held);
        }
        return record.url;
    }

    private @Nullable String urlOf(Object held) {
        Object connection = connection(held);
        String known = URLS.get(connection);
        if (known == null) {
            String url = url(connection);
            known = url == null ? UNKNOWN : url;
            URLS.putIfAbsent(connection, known);
        }
        return known.equals(UNKNOWN) ? null : known;
    }

    /**
     * Asks the server to end the call, on the calling thread; may take long.
     *
     * @param object the statement, the connection of a commit, or PostgreSQL's executor of a COPY
     * @param held what {@link #held} said of it before the call: some drivers hold a lock while they wait, and a statement
     *     tells its connection under that lock
     * @param way one of {@link StatementCall}'s
     * @param again whether it was cancelled before and goes on
     * @param wanted whether the call still waits for that
     * @return what {@link #settle} takes when the call has ended; null for nothing
     */
    public abstract @Nullable Object cancel(
            Object object, @Nullable Object held, int way, boolean again, BooleanSupplier wanted) throws Exception;

    /** Takes back a cancel that came too late for its call, from where the driver keeps it for the next one. */
    public abstract void settle(Object residue) throws Exception;

    /** Runs {@code canceller} on the agent's pool for cancels. */
    public abstract void execute(Runnable canceller);

    /**
     * Closes the connection of a call whose cancel hangs, on a thread of the agent's; returns when that is done, or when it
     * has been waited for long enough.
     */
    public abstract void evict(Object object) throws Exception;

    /** Whether the driver says with it that the server was asked to end what it did. */
    public abstract boolean isCanceled(Throwable driver);

    /** What a pool is shown in place of what the driver threw, because the call was cancelled. */
    public abstract Throwable softened(Throwable driver);

    /**
     * The exception that the call throws.
     *
     * @param driver what the driver threw; null when the call was not made
     */
    public abstract Exception failure(boolean timedOut, RuntimeException contextException, @Nullable Throwable driver);

    /** {@link #failure(boolean, RuntimeException, Throwable)} of {@code context}; null while it is live. */
    final @Nullable Exception failure(Object context, @Nullable Throwable driver) {
        Port port = Ports.of(context);
        RuntimeException cause = port == null ? null : port.error(context);
        return port == null || cause == null ? null : failure(port.timedOut(context), cause, driver);
    }

    /** What a call under {@code context} throws before it does anything; null when it may go on. */
    final @Nullable Exception failFast(Object context, String call) {
        if (!((BooleanSupplier) context).getAsBoolean()) {
            return null;
        }
        EndedCalls.note(context, call);
        return Settings.enforce ? failure(context, null) : null;
    }

    /** {@link #failFast(Object, String)} of a method of {@code object}, whose name costs something. */
    final @Nullable Exception failFast(Object context, Object object, String method) {
        return ((BooleanSupplier) context).getAsBoolean() ? failFast(context, call(object, method)) : null;
    }
}
