package io.ctxagent.programs.handshake;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * Two queries of an embedded database under one context in each round, the second of microseconds to a millisecond, and one
 * under none after it, all by one statement: no cancel may hit that. Nothing releases them but time.
 */
final class RacedStatement implements RacedCall {

    private static final int MOST_ROWS_BITS = 15;

    private final Statement statement;
    private final SplittableRandom random = new SplittableRandom();
    private int rows;

    RacedStatement() throws SQLException {
        statement = DriverManager.getConnection("jdbc:h2:mem:").createStatement();
    }

    @Override
    public void prepare() {
        rows = 1 << random.nextInt(MOST_ROWS_BITS + 1);
    }

    @Override
    public void block() throws SQLException {
        sum(1);
        sum(rows);
    }

    private void sum(int rows) throws SQLException {
        try (ResultSet sum = statement.executeQuery("select sum(x) from system_range(1, " + rows + ")")) {
            if (!sum.next() || sum.getLong(1) != rows * (rows + 1L) / 2) {
                throw new SQLException("not the sum");
            }
        }
    }

    @Override
    public void release() {}

    @Override
    public boolean settled(boolean returned) {
        try {
            sum(1_000);
            return true;
        } catch (SQLException hit) {
            return false;
        }
    }
}
