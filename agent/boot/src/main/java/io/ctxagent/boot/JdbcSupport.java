package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What the hooks of JDBC need from {@code java.sql}, which the bootstrap loader cannot see. The agent sets one.
 * Implementations are thread-safe.
 */
public abstract class JdbcSupport {

    /** The one in use; null until the agent has set it. */
    public static volatile @Nullable JdbcSupport instance;

    /** Whether this object really is a {@code java.sql.Statement}. */
    public abstract boolean isStatement(Object object);

    /** The call as a snapshot names it, {@code java.sql.PreparedStatement.executeQuery}. */
    public abstract String call(Object statement, String method);

    /** The URL of its connection, without what may be secret; null where that is not known. */
    public abstract @Nullable String target(Object statement);

    /**
     * {@code Statement.cancel}, on the calling thread; may take long.
     *
     * @param again whether it was cancelled before and goes on
     */
    public abstract void cancel(Object statement, boolean again) throws Exception;

    /** Runs {@code canceller} on the agent's pool for cancels. */
    public abstract void execute(Runnable canceller);

    /**
     * The exception that the call throws.
     *
     * @param driver what the driver threw; null when the call was not made
     */
    public abstract Exception failure(boolean timedOut, RuntimeException contextException, @Nullable Throwable driver);
}
