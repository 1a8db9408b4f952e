package io.ctxagent.instrument;

import io.ctxagent.boot.AgentThread;
import io.ctxagent.boot.JdbcSupport;
import io.ctxagent.boot.StatementCall;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@code java.sql} for the bridge. A driver's cancel may block for seconds, so it runs on a small pool of daemon threads. */
public final class DriverSupport extends JdbcSupport {

    /** PostgreSQL's {@code query_canceled}; drivers and pools agree on it. */
    static final String QUERY_CANCELED = "57014";

    /** As many as that may hang before one that would not has to wait. */
    private static final int THREADS = 32;

    private static final long KEEP_ALIVE_MILLIS = 30_000;
    private static final long LAST_KEEP_ALIVE_MILLIS = 20;

    /** A class that is transformed at this moment must not bring it back. */
    private static boolean withdrawn;

    private final DriverTypes types = new DriverTypes();

    private long keepAliveMillis = KEEP_ALIVE_MILLIS;
    private @Nullable ThreadPoolExecutor cancels;

    /**
     * Gives the bridge one, with the first class of a driver: a JVM without JDBC never pays for it. Called while that class is
     * transformed, when no class that is loaded is transformed itself, so it must not be the first to load one that has
     * hooks: the pool is made with the first cancel.
     */
    static synchronized void provide() {
        if (JdbcSupport.instance == null && !withdrawn) {
            JdbcSupport.instance = new DriverSupport();
        }
    }

    /** Takes it back; statements that are being cancelled still have theirs, and its threads end when they are idle. */
    static synchronized void withdraw() {
        withdrawn = true;
        if (JdbcSupport.instance instanceof DriverSupport ours) {
            JdbcSupport.instance = null;
            ours.letThreadsEnd();
        }
    }

    private DriverSupport() {}

    private synchronized void letThreadsEnd() {
        keepAliveMillis = LAST_KEEP_ALIVE_MILLIS;
        ThreadPoolExecutor made = cancels;
        if (made != null) {
            made.setKeepAliveTime(keepAliveMillis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized ThreadPoolExecutor cancels() {
        ThreadPoolExecutor made = cancels;
        if (made == null) {
            AtomicInteger count = new AtomicInteger();
            made = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    keepAliveMillis,
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> new AgentThread(task, "ctx-agent-cancel-" + count.incrementAndGet()));
            made.allowCoreThreadTimeOut(true);
            cancels = made;
        }
        return made;
    }

    @Override
    public boolean isConnection(Object object) {
        return is(object, DriverTypes.CONNECTION);
    }

    @Override
    public int driverObject(Object object) {
        int all = types.of(object.getClass());
        if ((all & DriverTypes.RESULT_SET) != 0) {
            return RESULT_SET;
        }
        return (all & (DriverTypes.STATEMENT | DriverTypes.CONNECTION)) != 0 ? DRIVER_OBJECT : NO_DRIVER_OBJECT;
    }

    @Override
    public boolean isSource(Object object) {
        return is(object, DriverTypes.SOURCE);
    }

    private boolean is(Object object, int types) {
        return (this.types.of(object.getClass()) & types) != 0;
    }

    @Override
    public String call(Object object, String method) {
        return types.call(object.getClass(), method);
    }

    @Override
    public boolean isStatement(Object object) {
        return is(object, DriverTypes.STATEMENT);
    }

    @Override
    public @Nullable Object statement(Object resultSet) {
        try {
            return resultSet instanceof ResultSet rows ? rows.getStatement() : null;
        } catch (SQLException e) {
            return null;
        }
    }

    @Override
    public boolean hasNetworkTimeout(Object executor) {
        return PostgresExecutor.hasNetworkTimeout(executor);
    }

    @Override
    public boolean cancelsCommits(Object connection) {
        try {
            return ServerCancel.type(physical((Connection) connection)) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public @Nullable Object held(Object object) {
        try {
            // Statements are asked at each execution, and to find that an object is not of a type takes long before JDK
            // 23.
            return object instanceof Statement statement ? statement.getConnection() : (Connection) object;
        } catch (SQLException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    @Override
    public Object connection(Object held) {
        try {
            return physical((Connection) held);
        } catch (SQLException | RuntimeException | LinkageError e) {
            return held; // a driver from before there were wrappers has no such methods
        }
    }

    @Override
    public @Nullable String url(Object connection) {
        try {
            String url = ((Connection) connection).getMetaData().getURL();
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
    public @Nullable Object cancel(Object object, @Nullable Object held, int way, boolean again, BooleanSupplier wanted)
            throws SQLException {
        if (way == StatementCall.COPY) {
            PostgresExecutor.cancel(object);
            return null;
        }
        Connection server = held == null ? null : (Connection) connection(held);
        Class<?> type = server == null ? null : ServerCancel.type(server);
        boolean postgres = type != null && type.getName().equals(ServerCancel.POSTGRESQL);
        if (way == StatementCall.COMMIT || (way == StatementCall.FETCH && postgres)) {
            if (server != null && type != null) {
                ServerCancel.send(server, type);
            }
            return null;
        }
        Statement statement = physical((Statement) object);
        Object command = H2Cancel.cancel(statement);
        if (again && server != null && type != null && postgres && wanted.getAsBoolean()) {
            ServerCancel.send(server, type);
        }
        return command;
    }

    @Override
    public void settle(Object residue) throws ReflectiveOperationException {
        H2Cancel.clear(residue);
    }

    @Override
    public void evict(Object object) throws SQLException {
        if (!(object instanceof Connection || object instanceof Statement)) {
            new Eviction(() -> PostgresExecutor.abort(object)).carryOut();
            return;
        }
        HikariEviction.mark(object instanceof Connection held ? held : ((Statement) object).getConnection());
        Connection connection = physical(object);
        new Eviction(() -> Eviction.abort(connection)).carryOut();
    }

    private static Connection physical(Object object) throws SQLException {
        return object instanceof Connection held
                ? physical(held)
                : physical((Statement) object).getConnection();
    }

    /** The driver's own statement below a pool's proxy. */
    private static Statement physical(Statement statement) throws SQLException {
        return statement.isWrapperFor(Statement.class) ? statement.unwrap(Statement.class) : statement;
    }

    private static Connection physical(Connection connection) throws SQLException {
        return connection.isWrapperFor(Connection.class) ? connection.unwrap(Connection.class) : connection;
    }

    @Override
    public void execute(Runnable canceller) {
        cancels().execute(canceller);
    }

    @Override
    public boolean isCanceled(Throwable driver) {
        return driver instanceof SQLException thrown && QUERY_CANCELED.equals(thrown.getSQLState());
    }

    @Override
    public Throwable softened(Throwable driver) {
        if (!(driver instanceof SQLException thrown)) {
            return driver;
        }
        // A failed batch has what failed behind it, and the pool looks there too.
        for (SQLException at = thrown; at != null; at = at.getNextException()) {
            if (at instanceof SQLTimeoutException) {
                return new Softened(thrown);
            }
        }
        return driver;
    }

    /** No SQLTimeoutException, and no state that means a broken connection; seen by the pool alone. */
    private static final class Softened extends SQLException {
        private static final long serialVersionUID = 1;

        Softened(SQLException driver) {
            super(driver.getMessage(), QUERY_CANCELED, driver.getErrorCode(), driver);
        }
    }

    @Override
    public Exception failure(boolean timedOut, RuntimeException contextException, @Nullable Throwable driver) {
        String message = contextException.getMessage();
        SQLException failure = timedOut
                ? new SQLTimeoutException(message, QUERY_CANCELED, contextException)
                : new SQLException(message, QUERY_CANCELED, contextException);
        Throwable kept = driver instanceof Softened ? driver.getCause() : driver;
        if (kept != null) {
            failure.addSuppressed(kept);
        }
        return failure;
    }
}
