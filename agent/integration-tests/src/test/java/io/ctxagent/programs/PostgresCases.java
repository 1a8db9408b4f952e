package io.ctxagent.programs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.ByteStreamWriter;

/** Calls of PostgreSQL's driver that JDBC does not have: COPY, and the wait for notifications. */
final class PostgresCases {

    /** In place of a family. */
    static final String NAME = "postgres-driver";

    private static final String FAST_ROWS = "SELECT GENERATE_SERIES(1, 100000)";

    private PostgresCases() {}

    static List<BlockingCase> all() throws SQLException {
        List<BlockingCase> cases = new ArrayList<>();
        cases.add(locked("copyOut of a locked table", "COPY %s TO STDOUT"));
        cases.add(locked("copyIn of a locked table", "COPY %s FROM STDIN"));
        cases.add(slowRows());
        cases.add(rowsThatCome());
        cases.add(slowEnd());
        cases.add(slowWrite());
        cases.add(slowWriter());
        cases.add(begun());
        cases.add(writerThatWaits());
        cases.add(notifications("getNotifications(0)", "", 0));
        cases.add(notifications("getNotifications(60000)", "", 60_000));
        cases.add(notifications("getNotifications(0), socketTimeout", "?socketTimeout=60", 0));
        return cases;
    }

    static Connection connect(String parameters) throws SQLException {
        JdbcCases.Database database = JdbcCases.database("postgresql");
        return DriverManager.getConnection(database.url() + parameters, database.user(), "");
    }

    private static PGConnection driver(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    private static String table() {
        return "copies_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
    }

    /** Somebody else has the table. */
    private static BlockingCase locked(String name, String sql) throws SQLException {
        Connection connection = connect("");
        Connection holder = connect("");
        String table = table();
        execute(connection, "CREATE TABLE " + table + " (I INT)");
        holder.setAutoCommit(false);
        execute(holder, "LOCK TABLE " + table);
        String copy = String.format(sql, table);
        BlockingCase.Call call = copy.endsWith("STDIN")
                ? () -> driver(connection).getCopyAPI().copyIn(copy, bytes("1\n"))
                : () -> driver(connection).getCopyAPI().copyOut(copy, OutputStream.nullOutputStream());
        return new BlockingCase(name, "QueryExecutorImpl.startCopy", call, () -> close(holder), () -> {
                    holder.close();
                    return empty(connection, table);
                })
                .ready(() -> holder.rollback(), call);
    }

    /** The driver waits for rows, after many that came at once. */
    private static BlockingCase slowRows() throws SQLException {
        Connection connection = connect("");
        String copy = "COPY (" + FAST_ROWS + " UNION ALL SELECT 1 FROM PG_SLEEP(20)) TO STDOUT";
        return new BlockingCase(
                        "copyOut of slow rows",
                        "QueryExecutorImpl.readFromCopy",
                        () -> driver(connection).getCopyAPI().copyOut(copy, OutputStream.nullOutputStream()),
                        () -> abort(connection),
                        () -> usable(connection))
                .neverReady();
    }

    /** Rows that are there are handed out under a context that is done, until the driver has to ask the server. */
    private static BlockingCase rowsThatCome() throws SQLException {
        Connection connection = connect("");
        CopyOut rows = driver(connection)
                .getCopyAPI()
                .copyOut("COPY (" + FAST_ROWS + " UNION ALL SELECT 1 FROM PG_SLEEP(20)) TO STDOUT");
        return new BlockingCase(
                        "readFromCopy of a copy that has begun",
                        "QueryExecutorImpl.readFromCopy",
                        () -> {
                            while (rows.readFromCopy() != null) {}
                        },
                        () -> abort(connection),
                        () -> rows.isActive() ? "the copy is not over" : usable(connection))
                .neverReady();
    }

    /** The last row is in the way of somebody's who has not committed. */
    private static BlockingCase slowEnd() throws SQLException {
        Connection connection = connect("");
        Connection holder = connect("");
        String table = table();
        execute(connection, "CREATE TABLE " + table + " (I INT PRIMARY KEY)");
        holder.setAutoCommit(false);
        execute(holder, "INSERT INTO " + table + " VALUES (1)");
        return new BlockingCase(
                        "copyIn that waits for a key",
                        "QueryExecutorImpl.endCopy",
                        () -> driver(connection).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", bytes("1\n")),
                        () -> close(holder),
                        () -> {
                            holder.rollback();
                            holder.close();
                            return empty(connection, table);
                        })
                .neverReady();
    }

    /** The server takes its time for each row, so the driver cannot get rid of more. */
    private static BlockingCase slowWrite() throws SQLException {
        byte[] rows = "1\n".repeat(500_000).getBytes(StandardCharsets.US_ASCII);
        return notTaken("copyIn that the server does not take", copy -> copy.writeToCopy(rows, 0, rows.length));
    }

    /** The same of rows that are written in the midst of the driver, a few at a time. */
    private static BlockingCase slowWriter() throws SQLException {
        byte[] rows = "1\n".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
        int times = 100;
        return notTaken(
                "copyIn of a writer that the server does not take",
                copy -> copy.writeToCopy(new Rows(rows.length * times, out -> {
                    for (int i = 0; i < times; i++) {
                        out.write(rows);
                    }
                })));
    }

    private interface Write {
        void on(CopyIn copy) throws SQLException;
    }

    private static BlockingCase notTaken(String name, Write write) throws SQLException {
        Connection connection = connect("");
        String table = table();
        execute(connection, "CREATE TABLE " + table + " (I INT)");
        slowDown(connection, table);
        return new BlockingCase(
                        name,
                        "QueryExecutorImpl.writeToCopy",
                        () -> {
                            CopyIn copy = driver(connection).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
                            try {
                                while (true) {
                                    write.on(copy);
                                }
                            } finally {
                                copy.cancelCopy();
                            }
                        },
                        () -> abort(connection),
                        () -> empty(connection, table))
                .neverReady();
    }

    /** The server takes its time for each row that comes into it. */
    static void slowDown(Connection connection, String table) throws SQLException {
        // It does not see that its client has gone, and would go on for ever.
        execute(connection, "SET STATEMENT_TIMEOUT = '60s'");
        execute(
                connection,
                "CREATE FUNCTION PG_TEMP.SLOW() RETURNS TRIGGER AS "
                        + "'BEGIN PERFORM PG_SLEEP(20); RETURN NULL; END' LANGUAGE PLPGSQL");
        execute(
                connection,
                "CREATE TRIGGER SLOW BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION PG_TEMP.SLOW()");
    }

    /** The user's code blocks in a call of its own, with half a message sent. */
    private static BlockingCase writerThatWaits() throws SQLException {
        Connection connection = connect("");
        String table = table();
        execute(connection, "CREATE TABLE " + table + " (I INT)");
        byte[] row = "1\n".getBytes(StandardCharsets.US_ASCII);
        Rows rows = new Rows(2 * row.length, out -> {
            out.write(row);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        return new BlockingCase(
                        "copyIn of a writer whose rows do not come",
                        "CountDownLatch.await",
                        () -> driver(connection).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", rows),
                        () -> abort(connection),
                        () -> empty(connection, table))
                .neverReady();
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Rows that are made when the driver asks for them. */
    private record Rows(int length, Writing writing) implements ByteStreamWriter {

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void writeTo(ByteStreamTarget target) throws IOException {
            writing.to(target.getOutputStream());
        }
    }

    /** A copy whose context ends while its rows are made, and that is given up by its owner under that context. */
    private static BlockingCase begun() throws SQLException {
        Connection connection = connect("");
        String table = table();
        execute(connection, "CREATE TABLE " + table + " (I INT)");
        CopyIn copy = driver(connection).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
        return new BlockingCase(
                        "copyIn whose rows do not come",
                        "CountDownLatch.await",
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                copy.cancelCopy();
                                driver(connection).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
                            }
                        },
                        () -> abort(connection),
                        () -> empty(connection, table))
                .neverReady();
    }

    private static BlockingCase notifications(String name, String parameters, int millis) throws SQLException {
        Connection connection = connect(parameters);
        String channel = table();
        execute(connection, "LISTEN " + channel);
        int timeout = connection.getNetworkTimeout();
        return new BlockingCase(
                        name,
                        "QueryExecutorImpl.processNotifies",
                        () -> driver(connection).getNotifications(millis),
                        () -> abort(connection),
                        () -> {
                            if (connection.getNetworkTimeout() != timeout) {
                                return "its socket has another timeout";
                            }
                            sendTo(channel);
                            return driver(connection).getNotifications(10_000).length == 1
                                    ? usable(connection)
                                    : "what was sent after it did not come";
                        })
                .ready(() -> sendTo(channel), () -> driver(connection).getNotifications(millis));
    }

    private static void sendTo(String channel) throws SQLException {
        try (Connection other = connect("")) {
            execute(other, "NOTIFY " + channel);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String empty(Connection connection, String table) {
        try {
            String count = JdbcWaitCases.one(connection, "SELECT COUNT(*) FROM " + table);
            execute(connection, "DROP TABLE " + table);
            return count.equals("0") ? usable(connection) : count + " rows were copied";
        } catch (SQLException e) {
            return "the connection is not usable: " + e.getMessage();
        }
    }

    private static String usable(Connection connection) {
        try (connection) {
            return JdbcWaitCases.answer(connection);
        } catch (SQLException e) {
            return "the connection is not usable: " + e.getMessage();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
