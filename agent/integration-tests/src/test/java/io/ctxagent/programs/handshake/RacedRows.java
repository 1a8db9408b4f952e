package io.ctxagent.programs.handshake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * The rows of a query that was made before the context: made, or fetched by fours, when they are asked for. Afterwards the same query
 * gives all of its rows, by the same statement: no cancel may hit that. Nothing releases them but time.
 */
final class RacedRows implements RacedCall {

    private static final int FETCHED = 4;

    private final SplittableRandom random = new SplittableRandom();
    private final Connection connection;
    private final Statement statement;
    private final String query;
    private final int longestBits;
    private final boolean oneRow;
    private int length;
    private ResultSet result;

    /**
     * @param query which takes the longer, or has the more rows, the more its one parameter is
     * @param longestBits of which power of two that is the most
     */
    private RacedRows(Database database, String query, int longestBits, boolean oneRow) throws SQLException {
        this.query = query;
        this.longestBits = longestBits;
        this.oneRow = oneRow;
        connection = database.connect();
        connection.setAutoCommit(false);
        statement = connection.createStatement();
        statement.setFetchSize(FETCHED);
        result = statement.executeQuery(String.format(query, 1));
    }

    /** One row that is looked for among many. */
    static RacedRows ofH2() throws SQLException {
        return new RacedRows(Database.LAZY_H2, "SELECT X FROM SYSTEM_RANGE(1, %1$d) WHERE MOD(X, %1$d) = 0", 14, true);
    }

    static RacedRows ofPostgres() throws SQLException {
        return new RacedRows(Database.POSTGRESQL, "SELECT X FROM GENERATE_SERIES(1, %d) X", 7, false);
    }

    @Override
    public void prepare() {
        length = 1 << random.nextInt(longestBits + 1);
        try {
            result = statement.executeQuery(String.format(query, length));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void block() throws SQLException {
        all(result);
    }

    private void all(ResultSet from) throws SQLException {
        for (int left = oneRow ? 1 : length; left > 0; left--) {
            if (!from.next()) {
                throw new SQLException("not all rows");
            }
        }
    }

    @Override
    public void release() {}

    @Override
    public boolean settled(boolean returned) throws SQLException {
        // What is left of it may be lost: H2 gives no more rows of a statement that was cancelled.
        result.close();
        connection.rollback();
        try (ResultSet again = statement.executeQuery(String.format(query, length))) {
            all(again);
            if (again.next()) {
                return false;
            }
        }
        connection.commit();
        return true;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
