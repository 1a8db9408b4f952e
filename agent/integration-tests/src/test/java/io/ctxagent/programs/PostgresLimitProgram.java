package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Waits under a live context for what comes after some five of the limits that a wait without one gets. Prints what came of each
 * wait.
 */
public final class PostgresLimitProgram {

    private static final int LIMIT_MILLIS = 200;

    private PostgresLimitProgram() {}

    public static void main(String[] args) throws Exception {
        Field limit =
                Class.forName("io.ctxagent.boot.PostgresCalls", true, null).getDeclaredField("limitMillis");
        limit.setAccessible(true);
        limit.set(null, LIMIT_MILLIS);
        try (Connection connection = PostgresCases.connect("");
                Connection other = PostgresCases.connect("")) {
            PGConnection driver = connection.unwrap(PGConnection.class);
            connection.createStatement().execute("LISTEN limits");
            waitFor(driver, "sent", scope -> other.createStatement().execute("NOTIFY limits"), other);
            waitFor(driver, "cancelled", CancelScope::cancel, other);
            waitFor(driver, "sent", scope -> other.createStatement().execute("NOTIFY limits"), other);
        }
        System.out.println("END");
    }

    private interface End {
        void of(CancelScope scope) throws SQLException;
    }

    private static void waitFor(PGConnection driver, String name, End end, Connection other) throws Exception {
        try (CancelScope scope = Context.background().withTimeout(Duration.ofSeconds(30))) {
            Thread ending = new Thread(() -> {
                try {
                    other.createStatement().execute("SELECT PG_SLEEP(" + 5 * LIMIT_MILLIS / 1000.0 + ")");
                    end.of(scope);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            ending.start();
            String result;
            try {
                result = String.valueOf(scope.call(() -> driver.getNotifications(0)).length);
            } catch (SQLException e) {
                result = e.getClass().getSimpleName() + " " + e.getSQLState();
            }
            System.out.println(name + ": " + result);
            ending.join();
        }
    }
}
