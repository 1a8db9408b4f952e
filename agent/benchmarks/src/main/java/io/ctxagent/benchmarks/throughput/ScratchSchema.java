package io.ctxagent.benchmarks.throughput;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A schema of PostgreSQL's that the measured services share and nobody else, so that nothing of theirs stays behind. */
public final class ScratchSchema {

    private static final String URL = "jdbc:postgresql://127.0.0.1:5432/test?user=postgres&connectTimeout=2";
    private static final int NOBODY_THERE = 3;

    private ScratchSchema() {}

    /**
     * {@code create NAME} prints the JDBC URL whose tables are in a new schema of that name; {@code drop NAME} drops it with all
     * that is in it. Exits with 3 and one line where no database answers.
     */
    public static void main(String[] args) {
        String name = args[1];
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            if (args[0].equals("create")) {
                statement.execute("CREATE SCHEMA " + name);
                System.out.println(URL + "&currentSchema=" + name);
            } else {
                statement.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
            }
        } catch (SQLException nobodyThere) {
            System.err.println(nobodyThere.getMessage());
            System.exit(NOBODY_THERE);
        }
    }
}
