package io.ctxagent.programs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels a statement in the first moments of its execution, when a driver may not have begun and a request may overtake the
 * query: {@code <database> <rounds>}. The pool has one connection, and each round borrows it and asks it for 42 afterwards.
 */
public final class JdbcRaceProgram {

    private JdbcRaceProgram() {}

    public static void main(String[] args) throws Exception {
        JdbcCases.Database database = JdbcCases.database(args[0]);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword("");
        config.setMaximumPoolSize(1);
        int late = 0;
        List<String> wrong = new ArrayList<>();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int round = 0; round < Integer.parseInt(args[1]); round++) {
                CancelScope scope = Context.background().withCancel();
                Thread canceller = cancelSoon(scope);
                long from = System.nanoTime();
                String state = run(pool, scope, database.slow(), args[0].equals("mariadb"));
                late += System.nanoTime() - from > TimeUnit.SECONDS.toNanos(2) ? 1 : 0;
                if (!state.equals("57014")) {
                    wrong.add(state);
                }
                canceller.join();
                if (!answers42(pool)) {
                    wrong.add("no answer");
                }
            }
        }
        System.out.println("late " + late + ", wrong " + wrong);
    }

    private static Thread cancelSoon(CancelScope scope) {
        long nanos = ThreadLocalRandom.current().nextLong(3_000_000);
        return Cases.daemon(() -> {
            LockSupport.parkNanos(nanos);
            scope.cancel();
        });
    }

    private static String run(HikariDataSource pool, CancelScope scope, String slow, boolean sleeps) throws Exception {
        return scope.call(() -> {
            try (Connection connection = borrow(pool);
                    Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery(slow);
                return sleeps && saysThatItWasKilled(rows) ? "57014" : "it ran to its end";
            } catch (SQLException e) {
                return e.getSQLState() == null ? e.toString() : e.getSQLState();
            }
        });
    }

    /**
     * MariaDB's SLEEP is 1 when it was killed, and in two or three of ten thousand cases its server says nothing else: no error, also
     * without the agent. A result is kept, so the call returns it.
     */
    private static boolean saysThatItWasKilled(ResultSet rows) throws Exception {
        return Context.background().call(() -> rows.next() && rows.getInt(1) == 1);
    }

    /** Waiting for the pool is not what is tried here. */
    private static Connection borrow(HikariDataSource pool) throws Exception {
        Connection[] borrowed = new Connection[1];
        Context.background().run(() -> {
            try {
                borrowed[0] = pool.getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return borrowed[0];
    }

    private static boolean answers42(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 42")) {
            return rows.next() && rows.getInt(1) == 42;
        }
    }
}
