package io.ctxagent.programs.handshake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** The one connection of a pool, which somebody else has and gives back; afterwards the pool has it, whoever got it. */
final class RacedPool implements RacedCall {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HikariDataSource pool;
    private Connection held;
    private Connection got;

    RacedPool() throws SQLException {
        pool = of(Database.H2);
        held = pool.getConnection();
        held.close();
        got = held;
    }

    /** A pool of one connection. */
    static HikariDataSource of(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url);
        config.setUsername(database.user);
        config.setPassword("");
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    @Override
    public void arm() {
        try {
            held = pool.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void block() throws SQLException {
        got = pool.getConnection();
    }

    @Override
    public Interrupt interrupt(Exception e) {
        return e.getCause() instanceof InterruptedException ? Interrupt.PENDING : Interrupt.NONE;
    }

    @Override
    public void release() {
        try {
            held.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) throws SQLException {
        if (returned) {
            got.close();
        }
        return whole(pool);
    }

    /** Whether the one connection is there, lent to nobody, or comes to be: a new one takes its time. */
    static boolean whole(HikariDataSource pool) {
        HikariPoolMXBean counts = pool.getHikariPoolMXBean();
        long from = System.nanoTime();
        for (int tries = 1; System.nanoTime() - from < PATIENCE_NANOS; tries++) {
            if (counts.getTotalConnections() == 1
                    && counts.getIdleConnections() == 1
                    && counts.getThreadsAwaitingConnection() == 0) {
                return true;
            }
            Handover.pause(tries);
        }
        return false;
    }

    @Override
    public void close() {
        pool.close();
    }
}
