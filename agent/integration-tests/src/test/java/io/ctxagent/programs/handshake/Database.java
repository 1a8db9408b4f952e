package io.ctxagent.programs.handshake;

import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases that statements are raced on: in this JVM, or on their loopback ports. */
enum Database {
    H2("jdbc:h2:mem:", "", "SELECT SUM(X) FROM SYSTEM_RANGE(1, %d)"),
    /** Rows are made when they are asked for. */
    LAZY_H2("jdbc:h2:mem:;LAZY_QUERY_EXECUTION=1", "", H2.sum),
    POSTGRESQL("jdbc:postgresql://127.0.0.1:5432/test", "postgres", "SELECT SUM(X) FROM GENERATE_SERIES(1, %d) X"),
    MARIADB("jdbc:mariadb://127.0.0.1:3306/test", "root", "SELECT SUM(SEQ) FROM seq_1_to_%d");

    final String url;
    final String user;
    private final String sum;

    Database(String url, String user, String sum) {
        this.url = url;
        this.user = user;
        this.sum = sum;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    /** Has the numbers up to {@code last} added up, which takes the longer the more. */
    void sum(Statement statement, int last) throws Exception {
        long right = last * (last + 1L) / 2;
        ResultSet rows = statement.executeQuery(String.format(sum, last));
        // To read it is another call, which a cancel would end.
        if (Context.background().call(() -> number(rows)) != right) {
            throw new SQLException("not the sum");
        }
    }

    static long number(ResultSet result) throws SQLException {
        try (ResultSet rows = result) {
            if (!rows.next()) {
                throw new SQLException("no row");
            }
            return rows.getLong(1);
        }
    }
}
