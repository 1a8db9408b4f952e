package io.ctxagent.programs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * What must not come of a context that ends: {@code <databases> <grace of the agent in milliseconds> [<seconds to stay>]}. Prints
 * {@code name: } and a complaint, empty when all is well.
 */
public final class JdbcSafetyProgram {

    private static final int MOST_BEYOND_GRACE_MILLIS = 2_000;

    private static volatile CancelScope gate;

    private JdbcSafetyProgram() {}

    public static void main(String[] args) throws Exception {
        for (String database : args[0].split(",")) {
            print(database + " a pool fills itself up", refill(database));
            print(database + " a cancel hangs", hangingCancel(database, Integer.parseInt(args[1])));
            print(database + " rollback and close when done", cleanUp(database, false));
            print(database + " rollback and close when done, pooled", cleanUp(database, true));
        }
        print("h2 a cancel that came too late for its command", residue());
        System.out.println("END");
        if (args.length > 2) {
            TimeUnit.SECONDS.sleep(Long.parseLong(args[2]));
        }
        System.exit(0);
    }

    private static void print(String name, String complaint) {
        System.out.println(name + ": " + complaint);
    }

    private static HikariDataSource pool(javax.sql.DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** The request that makes the pool connect is cancelled meanwhile; whoever comes next gets that connection. */
    private static String refill(String database) throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        HangingCancels source = new HangingCancels(JdbcCases.database(database)) {
            @Override
            public Connection getConnection() throws SQLException {
                connecting.countDown();
                try {
                    open.await();
                    return super.getConnection();
                } catch (Throwable e) {
                    failed.set(e);
                    throw new SQLException(e);
                }
            }
        };
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        try (HikariDataSource pool = new HikariDataSource(config);
                CancelScope scope = Context.background().withCancel()) {
            Cases.daemon(() -> {
                connecting.await();
                scope.cancel();
            });
            try {
                scope.call(pool::getConnection);
                return "the request got a connection";
            } catch (SQLException e) {
                if (!"57014".equals(e.getSQLState())) {
                    return e.toString();
                }
            }
            open.countDown();
            try (Connection next = pool.getConnection()) {
                return failed.get() == null ? JdbcWaitCases.answer(next) : "the pool failed: " + failed.get();
            }
        }
    }

    /** The caller leaves after the grace; what the cancel hits when it is let go is nobody's. */
    private static String hangingCancel(String database, int graceMillis) throws Exception {
        HangingCancels source = new HangingCancels(JdbcCases.database(database));
        try (HikariDataSource pool = pool(source)) {
            int rounds = 0;
            for (int tries = 1; rounds < 3; tries++) {
                String takesTime = takesTime(database, tries);
                CountDownLatch executing = new CountDownLatch(1);
                AtomicLong cancelledAt = new AtomicLong();
                source.executing = executing;
                source.begun = new CountDownLatch(1);
                source.letGo = new CountDownLatch(1);
                long before = evictions();
                boolean tried = false;
                try (CancelScope scope = Context.background().withCancel()) {
                    Cases.daemon(() -> {
                        executing.await();
                        cancelledAt.set(System.nanoTime());
                        scope.cancel();
                    });
                    tried = scope.call(() -> {
                        try (Connection connection = pool.getConnection();
                                PreparedStatement statement = connection.prepareStatement(takesTime)) {
                            statement.executeQuery();
                        } catch (SQLException e) {
                            // The connection is gone, which close may say.
                        }
                        return source.begun.getCount() == 0;
                    });
                }
                if (!tried && tries < 30) {
                    // The statement was over before anybody had cancelled it; the next takes longer.
                    continue;
                }
                // A driver whose cancel hangs lets the statement run to its end first.
                long from = Math.max(cancelledAt.get(), source.executedAt);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                if (millis >= graceMillis + MOST_BEYOND_GRACE_MILLIS) {
                    return "left after " + millis + " ms, of which the grace is " + graceMillis;
                }
                if (evictions() != before + 1) {
                    return "evictions " + (evictions() - before) + ", tried " + tried;
                }
                rounds++;
                try (Connection next = pool.getConnection();
                        PreparedStatement statement = next.prepareStatement(takesTime)) {
                    Cases.daemon(source.letGo::countDown);
                    for (int i = 0; i < 3; i++) {
                        statement.executeQuery();
                    }
                }
            }
        }
        return "";
    }

    private static String takesTime(String database, int times) {
        return switch (database) {
            case "h2" -> "SELECT SUM(A.X * B.X) FROM SYSTEM_RANGE(1, " + 1000 * times + ") A, SYSTEM_RANGE(1, 1000) B";
            case "mariadb" -> "SELECT SLEEP(" + 0.1 * times + ")";
            default -> "SELECT 1 FROM PG_SLEEP(" + 0.1 * times + ")";
        };
    }

    @SuppressWarnings("unchecked")
    private static long evictions() throws Exception {
        Class<?> support = Class.forName("io.ctxagent.boot.JdbcSupport", true, null);
        return ((AtomicLong) support.getField("EVICTIONS").get(null)).get();
    }

    /** What stands in finally blocks works under a context that is done, and the transaction is over. */
    private static String cleanUp(String database, boolean pooled) throws Exception {
        try (HikariDataSource pool = JdbcWaitCases.pool(database)) {
            Connection connection = pooled ? pool.getConnection() : JdbcWaitCases.bare(database);
            String table = "CLEAN_UP_" + ProcessHandle.current().pid() + (pooled ? "_P" : "_B");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + table + " (I INT)");
            }
            try (CancelScope scope = Context.background().withCancel()) {
                scope.run(() -> leave(connection, table, scope));
            }
            if (!connection.isClosed()) {
                return "close did not close";
            }
            try (Connection next = pooled ? pool.getConnection() : JdbcWaitCases.bare(database)) {
                String count = JdbcWaitCases.one(next, "SELECT COUNT(*) FROM " + table);
                try (Statement statement = next.createStatement()) {
                    // Waits for ever when the transaction is still open.
                    statement.setQueryTimeout(5);
                    statement.execute("DROP TABLE " + table);
                }
                return count.equals("0") ? "" : count + " rows were left";
            }
        }
    }

    private static void leave(Connection connection, String table, CancelScope scope) {
        try (connection) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO " + table + " VALUES (1)");
                scope.cancel();
                failsFast("execute", () -> statement.execute("INSERT INTO " + table + " VALUES (2)"));
                failsFast("commit", connection::commit);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void failsFast(String what, BlockingCase.Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            if (e instanceof SQLException sql && "57014".equals(sql.getSQLState())) {
                return;
            }
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException(what + " did not fail");
    }

    /** H2 keeps a cancel that no check of the command has seen for the command's next execution. */
    private static String residue() throws Exception {
        try (Connection connection = JdbcWaitCases.bare("h2")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE ALIAS IF NOT EXISTS GATE FOR 'io.ctxagent.programs.JdbcSafetyProgram.gate'");
            }
            try (CancelScope scope = Context.background().withCancel();
                    PreparedStatement statement = connection.prepareStatement("SELECT GATE()")) {
                gate = scope;
                scope.run(() -> {
                    try {
                        statement.executeQuery();
                    } catch (SQLException e) {
                        throw new IllegalStateException("it saw the cancel", e);
                    }
                });
                gate = null;
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                } catch (SQLException e) {
                    return "the next execution was hit: " + e.getMessage();
                }
            }
        }
        return "";
    }

    /** Called by the database: the statement is cancelled while it is in here, and ends without another check. */
    public static int gate() {
        CancelScope scope = gate;
        if (scope != null) {
            scope.cancel();
            while (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("ctx-agent-resend"))) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return 42;
    }
}
