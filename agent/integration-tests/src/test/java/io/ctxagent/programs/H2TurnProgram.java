package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A statement that is cancelled while it waits for another one of its connection to end, so that it has not begun. A cancel
 * then would only make H2 forget which statement does run, and whoever begins meanwhile would be out of reach of all cancels.
 */
public final class H2TurnProgram {

    private static final CountDownLatch HELD = new CountDownLatch(1);
    private static final CountDownLatch RELEASE = new CountDownLatch(1);

    private H2TurnProgram() {}

    /** Called by the database. */
    public static int hold() throws InterruptedException {
        HELD.countDown();
        RELEASE.await();
        return 1;
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:turn");
                Statement before = connection.createStatement();
                Statement waiting = connection.createStatement();
                CancelScope scope = Context.background().withCancel()) {
            before.execute("CREATE ALIAS HOLD FOR '" + H2TurnProgram.class.getName() + ".hold'");
            Thread holder = Cases.daemon(() -> {
                try (ResultSet held = before.executeQuery("SELECT HOLD()")) {
                    held.next();
                }
            });
            HELD.await();
            Thread waiter = Cases.daemon(() -> scope.call(() -> {
                try (ResultSet rows = waiting.executeQuery("SELECT SUM(X) FROM SYSTEM_RANGE(1, 100000000000)")) {
                    System.out.println("it ran to its end");
                } catch (SQLException e) {
                    System.out.println("ended: " + e.getSQLState());
                }
                return null;
            }));
            until(() -> waiter.getState() == Thread.State.WAITING);
            scope.cancel();
            until(H2TurnProgram::hasTried);
            System.out.println("running: " + (executing(connection) == before ? "the first" : "nobody"));
            RELEASE.countDown();
            holder.join();
            waiter.join();
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Whether a thread of the agent's has sent a cancel and waits for the next. */
    private static boolean hasTried() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("ctx-agent-cancel-")
                        && thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static Object executing(Connection connection) throws ReflectiveOperationException {
        Field field = connection.getClass().getDeclaredField("executingStatement");
        field.setAccessible(true);
        return field.get(connection);
    }
}
