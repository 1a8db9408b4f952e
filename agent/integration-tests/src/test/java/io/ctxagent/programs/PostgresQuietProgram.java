package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What PostgreSQL's driver does under a context that is done, and is not to be ended. Prints {@code call, context: what came of it}. */
public final class PostgresQuietProgram {

    private PostgresQuietProgram() {}

    public static void main(String[] args) throws Exception {
        try (CancelScope cancelled = Context.background().withCancel();
                CancelScope late = Context.background().withTimeout(Duration.ZERO)) {
            cancelled.cancel();
            under("cancelled", cancelled);
            under("late", late);
            giveUpSlowRows("cancelled", cancelled);
            giveUpSlowRows("late", late);
        }
        try (CancelScope soon = Context.background().withTimeout(Duration.ofSeconds(1))) {
            giveUpSlowRows("soon", soon);
        }
        System.out.println("END");
    }

    private static void under(String name, CancelScope scope) throws Exception {
        try (Connection connection = PostgresCases.connect("")) {
            PGConnection driver = connection.unwrap(PGConnection.class);
            connection.createStatement().execute("LISTEN quiet_" + name);
            connection.createStatement().execute("CREATE TEMPORARY TABLE QUIET_ROWS (I INT)");
            print("look, " + name, scope, () -> driver.getNotifications().length);
            try (Connection other = PostgresCases.connect("")) {
                other.createStatement().execute("NOTIFY quiet_" + name);
            }
            print("look at what has come, " + name, scope, () -> {
                int seen = 0;
                while (seen == 0) {
                    seen = driver.getNotifications().length;
                }
                return seen;
            });
            CopyIn in = driver.getCopyAPI().copyIn("COPY QUIET_ROWS FROM STDIN");
            print("give up copyIn, " + name, scope, () -> {
                in.cancelCopy();
                return in.isActive();
            });
            System.out.println("next statement, " + name + ": " + JdbcWaitCases.answer(connection));
        }
    }

    /** The server does not see that they are given up before it has done with the first. */
    private static void giveUpSlowRows(String name, CancelScope scope) throws Exception {
        byte[] rows = "1\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (Connection connection = PostgresCases.connect("")) {
            PGConnection driver = connection.unwrap(PGConnection.class);
            connection.createStatement().execute("CREATE TEMPORARY TABLE SLOW_ROWS (I INT)");
            PostgresCases.slowDown(connection, "SLOW_ROWS");
            CopyIn in = driver.getCopyAPI().copyIn("COPY SLOW_ROWS FROM STDIN");
            in.writeToCopy(rows, 0, rows.length);
            in.flushCopy();
            awaitSleep(driver.getBackendPID());
            print("give up slow rows, " + name, scope, () -> {
                in.cancelCopy();
                return in.isActive();
            });
            System.out.println("next statement, " + name + ": " + JdbcWaitCases.answer(connection));
        }
    }

    private static void awaitSleep(int backend) throws Exception {
        String event = "SELECT COALESCE(WAIT_EVENT, '') FROM PG_STAT_ACTIVITY WHERE PID = " + backend;
        try (Connection other = PostgresCases.connect("")) {
            while (!JdbcWaitCases.one(other, event).equals("PgSleep")) {
                Thread.sleep(5);
            }
        }
    }

    private static void print(String call, CancelScope scope, Callable<Object> task) {
        String result;
        try {
            result = String.valueOf(scope.call(task));
        } catch (SQLException e) {
            result = e.getClass().getSimpleName() + " " + e.getSQLState();
        } catch (Exception e) {
            result = e.toString();
        }
        System.out.println(call + ": " + result);
    }
}
