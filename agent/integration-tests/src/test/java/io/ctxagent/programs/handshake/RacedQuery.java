package io.ctxagent.programs.handshake;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * Two queries of a server's under one context in each round, one under none after them on the same connection, and one by who
 * has that next from the pool: no cancel may hit these. Nothing releases them but time.
 */
final class RacedQuery implements RacedCall {

    /** Some hundred microseconds at most. */
    private static final int MOST_ROWS_BITS = 11;

    private final SplittableRandom random = new SplittableRandom();
    private final Database database;
    private final HikariDataSource pool;
    private Connection connection;
    private Statement statement;
    private int rows;

    RacedQuery(Database database) throws SQLException {
        this.database = database;
        pool = RacedPool.of(database);
        connection = pool.getConnection();
        statement = connection.createStatement();
        connection.close();
    }

    @Override
    public void prepare() {
        rows = 1 << random.nextInt(MOST_ROWS_BITS + 1);
        try {
            connection = pool.getConnection();
            statement = connection.createStatement();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void block() throws Exception {
        database.sum(statement, 1);
        database.sum(statement, rows);
    }

    @Override
    public void release() {}

    @Override
    public boolean settled(boolean returned) throws Exception {
        database.sum(statement, 2);
        connection.close();
        try (Connection next = pool.getConnection();
                Statement another = next.createStatement()) {
            database.sum(another, 3);
        }
        return RacedPool.whole(pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
