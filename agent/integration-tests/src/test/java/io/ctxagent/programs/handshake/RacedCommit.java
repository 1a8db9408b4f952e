package io.ctxagent.programs.handshake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The commit of one row in each round: it is there afterwards if the call came back, and only then. And a query under no context,
 * which no cancel may hit. Nothing releases it but time.
 */
final class RacedCommit implements RacedCall {

    private final Database database;
    private final Connection connection;
    private final Statement statement;
    private final String table = "RACED_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
    private int round;

    RacedCommit(Database database) throws SQLException {
        this.database = database;
        connection = database.connect();
        statement = connection.createStatement();
        connection.setAutoCommit(false);
        if (database == Database.POSTGRESQL) {
            statement.execute("CREATE TEMPORARY TABLE " + table + " (I INT)");
            slowed();
        } else {
            statement.execute("CREATE TABLE " + table + " (I INT) ENGINE=INNODB");
        }
        connection.commit();
    }

    /** By a constraint that is looked at when the transaction ends, and takes up to a millisecond. */
    private void slowed() throws SQLException {
        statement.execute("CREATE FUNCTION PG_TEMP.SLOW() RETURNS TRIGGER AS "
                + "'BEGIN PERFORM PG_SLEEP(RANDOM() / 1000); RETURN NULL; END' LANGUAGE PLPGSQL");
        statement.execute("CREATE CONSTRAINT TRIGGER SLOW AFTER INSERT ON " + table
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION PG_TEMP.SLOW()");
    }

    @Override
    public void prepare() {
        round++;
        try {
            statement.executeUpdate("DELETE FROM " + table);
            statement.executeUpdate("INSERT INTO " + table + " VALUES (" + round + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void block() throws SQLException {
        connection.commit();
    }

    @Override
    public void release() {}

    @Override
    public boolean settled(boolean returned) throws Exception {
        database.sum(statement, 2);
        connection.rollback();
        long rows = Database.number(statement.executeQuery("SELECT COUNT(*) FROM " + table + " WHERE I = " + round));
        connection.commit();
        return rows == (returned ? 1 : 0);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        statement.execute("DROP TABLE " + table);
        connection.commit();
        connection.close();
    }
}
