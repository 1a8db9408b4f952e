package io.ctxagent.instrument;

import io.ctxagent.boot.AgentThread;
import io.ctxagent.boot.JdbcSupport;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code java.sql} for the bridge. A driver's cancel may block for seconds, so it runs on a small pool of daemon threads. */
public final class DriverSupport extends JdbcSupport {

    /** PostgreSQL's {@code query_canceled}; drivers and pools agree on it. */
    static final String QUERY_CANCELED = "57014";

    private static final int THREADS = 4;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int LAST_KEEP_ALIVE_MILLIS = 20;

    private final ThreadPoolExecutor cancels;

    /** Gives the bridge one, with the first class of a driver: a JVM without JDBC never pays for it. */
    static synchronized void provide() {
        if (JdbcSupport.instance == null) {
            JdbcSupport.instance = new DriverSupport();
        }
    }

    /** Takes it back; statements that are being cancelled still have theirs, and its threads end when they are idle. */
    static synchronized void withdraw() {
        JdbcSupport used = JdbcSupport.instance;
        JdbcSupport.instance = null;
        if (used instanceof DriverSupport ours) {
            ours.cancels.setKeepAliveTime(LAST_KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private DriverSupport() {
        AtomicInteger count = new AtomicInteger();
        cancels = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new AgentThread(task, "ctx-agent-cancel-" + count.incrementAndGet()));
        cancels.allowCoreThreadTimeOut(true);
    }

    @Override
    public boolean isStatement(Object object) {
        return object instanceof Statement;
    }

    @Override
    public String call(Object statement, String method) {
        String type = statement instanceof CallableStatement
                ? "CallableStatement"
                : statement instanceof PreparedStatement ? "PreparedStatement" : "Statement";
        return "java.sql." + type + "." + method;
    }

    @Override
    public @Nullable String target(Object statement) {
        try {
            Connection connection = ((Statement) statement).getConnection();
            String url = connection == null ? null : connection.getMetaData().getURL();
            return url == null ? null : withoutParameters(url);
        } catch (SQLException | RuntimeException e) {
            return null;
        }
    }

    /** Parameters of a URL may hold a password; so may what stands before an {@code @}. */
    static String withoutParameters(String url) {
        int end = url.length();
        for (char separator : new char[] {'?', ';'}) {
            int at = url.indexOf(separator);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String bare = url.substring(0, end);
        int host = bare.indexOf("//");
        int user = bare.lastIndexOf('@');
        return host >= 0 && user > host ? bare.substring(0, host + 2) + bare.substring(user + 1) : bare;
    }

    @Override
    public void cancel(Object statement, boolean again) throws SQLException {
        ((Statement) statement).cancel();
        if (again) {
            PostgresCancel.send((Statement) statement);
        }
    }

    @Override
    public void execute(Runnable canceller) {
        cancels.execute(canceller);
    }

    @Override
    public Exception failure(boolean timedOut, RuntimeException contextException, @Nullable Throwable driver) {
        String message = contextException.getMessage();
        SQLException failure = timedOut
                ? new SQLTimeoutException(message, QUERY_CANCELED, contextException)
                : new SQLException(message, QUERY_CANCELED, contextException);
        if (driver != null) {
            failure.addSuppressed(driver);
        }
        return failure;
    }
}
