package io.ctxagent.samples.orders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A pool of connections, and transactions that run under a named context with a limit of their own. */
final class Database implements Part {

    private static final Duration CLEAN_UP = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 10;

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Connects and makes the tables where they are missing. */
    static Database open(String url) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("orders-pool");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
        Database database = new Database(new HikariDataSource(config));
        try {
            Schema.create(database.pool);
            return database;
        } catch (SQLException | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /** What is done with a connection inside a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs {@code work} in a transaction, under a child of the current context. */
    <T> T transaction(String name, Duration limit, Work<T> work) throws Exception {
        try (CancelScope scope = Context.current().withTimeout(limit).named(name)) {
            return scope.call(() -> commit(work));
        }
    }

    private <T> T commit(Work<T> work) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setAutoCommit(false);
            T result = work.on(connection);
            connection.commit();
            return result;
        } finally {
            giveBack(connection);
        }
    }

    /**
     * The pool rolls back what was not committed. When the context is done its socket would refuse that and the connection
     * would be lost, so the clean-up has a context of its own.
     */
    private static void giveBack(Connection connection) {
        try (CancelScope cleanUp = Context.current().shield(CLEAN_UP).named("give back")) {
            cleanUp.call(() -> {
                connection.close();
                return null;
            });
        } catch (Exception failed) {
            System.err.println("order-service: giving back a connection: " + failed);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
