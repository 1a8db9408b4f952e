package io.ctxagent.programs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements that run until they are cancelled, on a real database, bare and through a HikariCP pool of one. */
final class JdbcCases {

    /** The user's own; longer than any of them runs. */
    private static final int TIMEOUT_SECONDS = 30;

    private JdbcCases() {}

    /** A database that answers and its statement that takes its time. */
    record Database(String url, String user, String slow) {}

    static Database database(String name) {
        return switch (name) {
            case "h2" ->
                new Database(
                        "jdbc:h2:mem:wake;DB_CLOSE_DELAY=-1",
                        "sa",
                        "SELECT SUM(A.X * B.X) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000) B");
            case "postgresql" ->
                new Database("jdbc:postgresql://127.0.0.1:5432/test", "postgres", "SELECT 1 FROM pg_sleep(20)");
            case "mysql" ->
                new Database(
                        "jdbc:mysql://127.0.0.1:3306/test?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                        "root",
                        "SELECT SLEEP(20)");
            case "sqlite" ->
                new Database(
                        "jdbc:sqlite::memory:",
                        "",
                        "WITH RECURSIVE T(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM T WHERE N < 100000000)"
                                + " SELECT MAX(N) FROM T");
            case "mariadb" -> new Database("jdbc:mariadb://127.0.0.1:3306/test", "root", "SELECT SLEEP(20)");
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Each on a connection of its own. */
    static List<BlockingCase> of(String name) throws SQLException {
        Database database = database(name);
        List<BlockingCase> cases = new ArrayList<>();
        for (boolean pooled : new boolean[] {false, true}) {
            String title = pooled ? name + " through HikariCP" : name;
            Connection plain = connect(database, pooled);
            Statement statement = plain.createStatement();
            cases.add(on(
                            title + " Statement.executeQuery",
                            plain,
                            statement,
                            () -> statement.executeQuery(database.slow()))
                    .ready(() -> statement.executeQuery("SELECT 42")));
            for (String method : List.of("executeQuery", "execute")) {
                Connection connection = connect(database, pooled);
                PreparedStatement prepared = connection.prepareStatement(database.slow());
                PreparedStatement quick = connection.prepareStatement("SELECT 42");
                boolean execute = method.equals("execute");
                cases.add(on(
                                title + " PreparedStatement." + method,
                                connection,
                                prepared,
                                execute ? prepared::execute : prepared::executeQuery)
                        .ready(execute ? quick::execute : quick::executeQuery));
            }
        }
        return cases;
    }

    private static Connection connect(Database database, boolean pooled) throws SQLException {
        if (!pooled) {
            return DriverManager.getConnection(database.url(), database.user(), "");
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword("");
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config).getConnection();
    }

    private static BlockingCase on(String name, Connection connection, Statement statement, BlockingCase.Call call)
            throws SQLException {
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        int ofOthers = timeoutOfOthers(connection);
        return new BlockingCase(
                name,
                name.substring(name.lastIndexOf('.') + 1),
                call,
                () -> cancel(statement),
                () -> timeouts(connection, statement, ofOthers) + next(connection));
    }

    /** Some databases keep the timeout for all statements of a connection. */
    private static int timeoutOfOthers(Connection connection) throws SQLException {
        try (Statement other = connection.createStatement()) {
            return other.getQueryTimeout();
        }
    }

    private static String timeouts(Connection connection, Statement statement, int ofOthers) throws SQLException {
        if (connection.isClosed()) {
            return "";
        }
        int own = statement.getQueryTimeout();
        int others = timeoutOfOthers(connection);
        return own == TIMEOUT_SECONDS && others == ofOthers
                ? ""
                : "its query timeout is " + own + ", that of others " + others + " and was " + ofOthers + "; ";
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The statement after the cancelled one is not hit, on the same connection. */
    private static String next(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return "the connection was closed";
        }
        for (int i = 0; i < 20; i++) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 42")) {
                rows.next();
                if (rows.getInt(1) != 42) {
                    return "the next statement is not right";
                }
            }
        }
        connection.close();
        return "";
    }
}
