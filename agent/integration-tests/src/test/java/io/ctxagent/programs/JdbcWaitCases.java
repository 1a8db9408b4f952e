package io.ctxagent.programs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Calls of JDBC that wait and are no {@code execute}: for a connection, for rows, for the end of a transaction. */
final class JdbcWaitCases {

    /** Before the name of a database in that of a family. */
    static final String PREFIX = "waits-";

    private JdbcWaitCases() {}

    static List<BlockingCase> of(String name) throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        cases.add(exhausted(name));
        cases.add(silent(name, ""));
        if (name.equals("postgresql")) {
            cases.add(silent(name, "?loginTimeout=60"));
        }
        cases.add(silentBehindPool(name, true));
        cases.add(silentBehindPool(name, false));
        HikariDataSource queries = pool(name);
        cases.add(borrowed(query(name + " through HikariCP", queries.getConnection(), name), queries));
        HikariDataSource batches = pool(name);
        cases.add(batch(name, bare(name), name));
        cases.add(borrowed(batch(name + " through HikariCP", batches.getConnection(), name), batches));
        HikariDataSource pool = pool(name);
        cases.add(rows(name, bare(name), name));
        cases.add(borrowed(rows(name + " through HikariCP", pool.getConnection(), name), pool));
        if (name.equals("postgresql")) {
            HikariDataSource other = pool(name);
            cases.add(deferred(bare(name), name));
            cases.add(borrowed(deferred(other.getConnection(), name + " through HikariCP"), other));
        } else if (name.equals("mariadb")) {
            cases.add(locked(bare(name), name).byItself());
        }
        return cases;
    }

    /** The pool has one connection; the next borrower gets it, or the one that the pool has put in its place. */
    private static BlockingCase borrowed(BlockingCase blocking, HikariDataSource pool) {
        BlockingCase.Check check = () -> {
            String complaint = blocking.check().complaint();
            if (!complaint.isEmpty()) {
                return complaint;
            }
            try (Connection next = pool.getConnection()) {
                return answer(next);
            }
        };
        return new BlockingCase(
                blocking.name(), blocking.frame(), blocking.call(), blocking.release(), check, false, blocking.ready());
    }

    private static String url(String name) {
        // Rows on demand are not H2's default.
        return JdbcCases.database(name).url() + (name.equals("h2") ? ";LAZY_QUERY_EXECUTION=1" : "");
    }

    static Connection bare(String name) throws SQLException {
        return DriverManager.getConnection(url(name), JdbcCases.database(name).user(), "");
    }

    static HikariDataSource pool(String name) {
        return new HikariDataSource(config(url(name), name));
    }

    private static HikariConfig config(String url, String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(JdbcCases.database(name).user());
        config.setPassword("");
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(60_000);
        return config;
    }

    /** A pool of one, and somebody else has it. */
    private static BlockingCase exhausted(String name) throws SQLException {
        HikariDataSource pool = pool(name);
        Connection held = pool.getConnection();
        return new BlockingCase(
                name + " getConnection of an exhausted pool",
                "HikariDataSource.getConnection",
                pool::getConnection,
                () -> close(held),
                () -> {
                    held.close();
                    try (Connection next = pool.getConnection()) {
                        return answer(next);
                    }
                });
    }

    /** A server that accepts and never speaks. */
    private static BlockingCase silent(String name, String parameters) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        return BlockingCase.of(
                        name + " DriverManager.getConnection of a silent server" + parameters,
                        "DriverManager.getConnection",
                        () -> DriverManager.getConnection(silent(name, server) + parameters, "nobody", ""),
                        () -> close(server))
                .ready(() -> bare(name).close());
    }

    /** The same behind a pool: tried by the pool's own thread, or by the first borrower. */
    private static BlockingCase silentBehindPool(String name, boolean byBorrower) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HikariConfig config = config(silent(name, server), name);
        HikariDataSource pool;
        if (byBorrower) {
            pool = new HikariDataSource();
            config.copyStateTo(pool);
        } else {
            config.setInitializationFailTimeout(-1);
            // Nothing but this ends the wait in the control.
            config.setConnectionTimeout(60_000);
            pool = new HikariDataSource(config);
        }
        return BlockingCase.of(
                        name + " getConnection of a pool with a silent server" + (byBorrower ? ", the first" : ""),
                        "HikariDataSource.getConnection",
                        pool::getConnection,
                        () -> {
                            close(server);
                            pool.close();
                        })
                .neverReady();
    }

    private static String silent(String name, ServerSocket server) {
        String at = "://127.0.0.1:" + server.getLocalPort() + "/test";
        return name.equals("h2") ? "jdbc:h2:tcp" + at : "jdbc:" + name + at;
    }

    private static BlockingCase query(String title, Connection connection, String name) throws SQLException {
        Statement statement = connection.createStatement();
        String slow = JdbcCases.database(name).slow();
        return new BlockingCase(
                        title + " Statement.executeQuery",
                        "executeQuery",
                        () -> statement.executeQuery(slow),
                        () -> stop(name, statement),
                        () -> usable(connection))
                .ready(() -> statement.executeQuery("SELECT 42"));
    }

    private static BlockingCase batch(String title, Connection connection, String name) throws SQLException {
        Statement statement = connection.createStatement();
        statement.addBatch(
                switch (name) {
                    case "h2" -> "SET @SUM = (" + JdbcCases.database(name).slow() + ")";
                    case "mariadb" -> "CREATE OR REPLACE TEMPORARY TABLE SLOW AS SELECT SLEEP(20) AS S";
                    default -> "DO 'BEGIN PERFORM PG_SLEEP(20); END'";
                });
        return new BlockingCase(
                        title + " Statement.executeBatch",
                        "executeBatch",
                        statement::executeBatch,
                        () -> stop(name, statement),
                        () -> usable(connection))
                .ready(() -> {
                    Statement other = connection.createStatement();
                    other.addBatch(quick(name));
                    other.executeBatch();
                });
    }

    /** Each is asked for when it is wanted. */
    private static ResultSet quickRows(String name) throws SQLException {
        Connection connection = bare(name);
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.setFetchSize(1);
        return statement.executeQuery(
                switch (name) {
                    case "h2" -> "SELECT X FROM SYSTEM_RANGE(1, 9) WHERE X > 1";
                    case "mariadb" -> "SELECT SEQ FROM seq_1_to_9";
                    default -> "SELECT * FROM GENERATE_SERIES(1, 9)";
                });
    }

    private static String quick(String name) {
        return switch (name) {
            case "h2" -> "SET @SUM = 1";
            case "mariadb" -> "SET @SUM = 1";
            default -> "DO 'BEGIN END'";
        };
    }

    static String usable(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return "the connection was closed";
        }
        String complaint = answer(connection);
        connection.close();
        return complaint;
    }

    static BlockingCase rows(String title, Connection connection, String name) throws SQLException {
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.setFetchSize(1);
        String slow = switch (name) {
            case "h2" -> "SELECT X FROM SYSTEM_RANGE(1, 1000000000000) WHERE X = 1 OR MOD(X, 1000000000000) = 1";
            // Rows that are long enough to be sent before the next one is made.
            case "mariadb" -> "SELECT REPEAT('x', 20000), IF(SEQ > 20, SLEEP(20), 0) FROM seq_1_to_40";
            default -> "SELECT I, CASE WHEN I > 1 THEN PG_SLEEP(20) END FROM GENERATE_SERIES(1, 3) I";
        };
        ResultSet rows = statement.executeQuery(slow);
        ResultSet quick = quickRows(name);
        return new BlockingCase(
                        title + " ResultSet.next",
                        name.equals("h2")
                                ? "LazyResult.hasNext"
                                : name.equals("mariadb") ? "Result.next" : "PgResultSet.next",
                        () -> {
                            // Closed under the context too: MariaDB reads all rows first, unless it is told to stop.
                            try (rows) {
                                while (rows.next()) {
                                    rows.getString(1);
                                }
                            }
                        },
                        () -> stop(name, statement),
                        () -> {
                            if (!connection.isClosed()) {
                                connection.rollback();
                            }
                            return usable(connection);
                        })
                .ready(quick::next);
    }

    /** A constraint that is looked at when the transaction ends, and takes its time. */
    private static BlockingCase deferred(Connection connection, String title) throws SQLException {
        Connection idle = bare("postgresql");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE ORDERS (I INT)");
            statement.execute("CREATE FUNCTION PG_TEMP.SLOW() RETURNS TRIGGER AS "
                    + "'BEGIN PERFORM PG_SLEEP(20); RETURN NULL; END' LANGUAGE PLPGSQL");
            statement.execute("CREATE CONSTRAINT TRIGGER SLOW AFTER INSERT ON ORDERS DEFERRABLE INITIALLY DEFERRED "
                    + "FOR EACH ROW EXECUTE FUNCTION PG_TEMP.SLOW()");
            connection.commit();
            statement.execute("INSERT INTO ORDERS VALUES (1)");
        }
        return new BlockingCase(
                        title + " Connection.commit",
                        "Connection.commit",
                        connection::commit,
                        () -> abort(connection),
                        () -> {
                            connection.rollback();
                            String count = one(connection, "SELECT COUNT(*) FROM ORDERS");
                            String complaint = count.equals("0") ? answer(connection) : count + " rows were committed";
                            connection.close();
                            return complaint;
                        })
                .ready(() -> begin(idle), idle::commit);
    }

    /** A commit that waits for somebody who reads everything at one moment. */
    private static BlockingCase locked(Connection connection, String title) throws SQLException {
        connection.setAutoCommit(false);
        String table = "COMMITS_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        Connection reader = bare("mariadb");
        Connection idle = bare("mariadb");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (I INT) ENGINE=INNODB");
            statement.execute("INSERT INTO " + table + " VALUES (1)");
        }
        return new BlockingCase(
                        title + " Connection.commit",
                        "Connection.commit",
                        () -> {
                            Context.background()
                                    .call(() -> reader.createStatement().execute("FLUSH TABLES WITH READ LOCK"));
                            connection.commit();
                        },
                        () -> close(reader),
                        () -> {
                            reader.close();
                            connection.rollback();
                            String count = one(connection, "SELECT COUNT(*) FROM " + table);
                            try (Statement statement = connection.createStatement()) {
                                statement.execute("DROP TABLE " + table);
                            }
                            return count.equals("0") ? answer(connection) : count + " rows were committed";
                        })
                .ready(() -> begin(idle), idle::commit);
    }

    /** A transaction that has nothing to wait for. */
    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        one(connection, "SELECT 42");
    }

    private static void stop(String name, Statement statement) {
        try {
            if (name.equals("h2")) {
                statement.cancel();
            } else {
                abort(statement.getConnection().unwrap(Connection.class));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String answer(Connection connection) throws SQLException {
        for (int i = 0; i < 5; i++) {
            if (!one(connection, "SELECT 42").equals("42")) {
                return "the next statement is not right";
            }
        }
        return "";
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
