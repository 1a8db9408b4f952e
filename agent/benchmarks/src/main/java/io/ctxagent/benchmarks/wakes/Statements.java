package io.ctxagent.benchmarks.wakes;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Statements of H2, and of PostgreSQL and MariaDB where they answer on the loopback. */
public final class Statements {

    private Statements() {}

    static void add(List<Wait> all) throws SQLException {
        Connection h2 = DriverManager.getConnection("jdbc:h2:mem:wakes");
        h2.createStatement().execute("create alias nap for \"io.ctxagent.benchmarks.wakes.Statements.count\"");
        statement(all, "H2 executeQuery", h2, "select count(nap(a.x)) from system_range(1, 1000000000) a");
        remote(
                all,
                "PostgreSQL executeQuery",
                "jdbc:postgresql://127.0.0.1:5432/test?user=postgres",
                "select pg_sleep(3600)");
        remote(all, "MariaDB executeQuery", "jdbc:mariadb://127.0.0.1:3306/test?user=root", "select sleep(3600)");
    }

    /** Called by the database for each row. */
    public static long count(long row) {
        return row;
    }

    private static void remote(List<Wait> all, String name, String url, String sql) {
        try {
            statement(all, name, DriverManager.getConnection(url), sql);
        } catch (SQLException nobodyThere) {
            System.err.println("    left out: " + name + ", " + nobodyThere.getMessage());
        }
    }

    private static void statement(List<Wait> all, String name, Connection connection, String sql) throws SQLException {
        java.sql.Statement statement = connection.createStatement();
        all.add(new Wait("jdbc", name, () -> statement.executeQuery(sql), statement::cancel));
    }
}
