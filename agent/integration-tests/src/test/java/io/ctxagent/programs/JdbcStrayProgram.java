package io.ctxagent.programs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels statements that end by themselves at about the same moment, so that many a cancel comes too late:
 * {@code context|naive <rounds> <databases>}. The pool has one connection; whoever borrows it next, under no context, runs
 * the same statement and must get its result. All databases at once. Prints for each database {@code name: cancelled n, ended n, hit n}.
 * {@code naive} is the control: {@code Statement.cancel} from another thread, and nobody waits for it.
 */
public final class JdbcStrayProgram {

    private static final long MOST_STEP_NANOS = 300_000;

    private final HikariDataSource pool;
    private final String brief;
    private final boolean naive;
    private long delayNanos = 2_000_000;
    private int cancelled;
    private int hit;
    private String firstHit = "";

    private JdbcStrayProgram(HikariDataSource pool, String brief, boolean naive) {
        this.pool = pool;
        this.brief = brief;
        this.naive = naive;
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        List<Thread> databases = new ArrayList<>();
        for (String name : args[2].split(",")) {
            databases.add(Cases.daemon(() -> race(name, args[0].equals("naive"), rounds)));
        }
        for (Thread database : databases) {
            database.join();
        }
    }

    private static void race(String name, boolean naive, int rounds) throws Exception {
        JdbcCases.Database database = JdbcCases.database(name);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword("");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcStrayProgram program = new JdbcStrayProgram(pool, brief(name), naive);
            for (int round = 0; round < rounds; round++) {
                program.round();
            }
            System.out.println(name + ": cancelled " + program.cancelled + ", ended " + (rounds - program.cancelled)
                    + ", hit " + program.hit + program.firstHit);
        }
    }

    /** Some milliseconds of work: with less it would be over before the thread that cancels it has begun. */
    private static String brief(String database) {
        return switch (database) {
            case "h2" -> "SELECT SUM(X) FROM SYSTEM_RANGE(1, 600000)";
            case "postgresql" -> "SELECT 1 FROM pg_sleep(0.002)";
            default -> "SELECT 1, SLEEP(0.002)";
        };
    }

    private void round() throws Exception {
        try (CancelScope scope = Context.background().withCancel()) {
            Connection connection = pool.getConnection();
            PreparedStatement statement = connection.prepareStatement(brief);
            Thread canceller = later(naive ? statement::cancel : scope::cancel);
            Callable<Boolean> call = () -> ended(connection, statement);
            boolean ended = naive ? call.call() : scope.call(call);
            // Later when it was too early, and the other way round: the cancels gather about the statement's end.
            long step = ThreadLocalRandom.current().nextLong(MOST_STEP_NANOS);
            delayNanos = Math.max(0, delayNanos + (ended ? -step : step));
            cancelled += ended ? 0 : 1;
            borrowNext();
            canceller.join();
        }
    }

    private Thread later(Cases.Body cancel) {
        long nanos = delayNanos;
        return Cases.daemon(() -> {
            LockSupport.parkNanos(nanos);
            try {
                cancel.run();
            } catch (SQLException e) {
                // The naive one may find its statement closed.
            }
        });
    }

    private static boolean ended(Connection connection, PreparedStatement statement) throws SQLException {
        try (connection;
                statement) {
            statement.executeQuery();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void borrowNext() {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(brief)) {
            for (int i = 0; i < 2; i++) {
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                }
            }
        } catch (SQLException e) {
            hit++;
            firstHit = firstHit.isEmpty() ? ", first " + e.getSQLState() : firstHit;
        }
    }
}
