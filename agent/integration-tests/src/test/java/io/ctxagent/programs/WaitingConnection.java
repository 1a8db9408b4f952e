package io.ctxagent.programs;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.h2.jdbc.JdbcConnection;

/** A connection that waits for its server in each call that cleans up. */
final class WaitingConnection extends JdbcConnection {

    private final CountDownLatch server = new CountDownLatch(1);

    private WaitingConnection() throws SQLException {
        super("jdbc:h2:mem:", new Properties(), "sa", "", false);
    }

    static List<BlockingCase> all() throws SQLException {
        List<BlockingCase> cases = new ArrayList<>();
        add(cases, "close()", WaitingConnection::close);
        add(cases, "isValid(int)", connection -> connection.isValid(1));
        add(cases, "rollback()", WaitingConnection::rollback);
        add(cases, "rollback(Savepoint)", connection -> connection.rollback(null));
        add(cases, "setAutoCommit(boolean)", connection -> connection.setAutoCommit(false));
        add(cases, "setReadOnly(boolean)", connection -> connection.setReadOnly(true));
        add(cases, "setTransactionIsolation(int)", connection -> connection.setTransactionIsolation(1));
        return cases;
    }

    private interface Use {
        void of(WaitingConnection connection) throws SQLException;
    }

    private static void add(List<BlockingCase> cases, String form, Use use) throws SQLException {
        WaitingConnection connection = new WaitingConnection();
        cases.add(BlockingCase.of(
                "Connection." + form,
                "WaitingConnection." + form.substring(0, form.indexOf('(')),
                () -> use.of(connection),
                connection.server::countDown));
    }

    private void await() throws SQLException {
        try {
            server.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        await();
    }

    @Override
    public boolean isValid(int timeout) {
        try {
            await();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void rollback() throws SQLException {
        await();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        await();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        await();
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        await();
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        await();
    }
}
