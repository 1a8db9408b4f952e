package io.ctxagent.programs;

import com.google.common.util.concurrent.SettableFuture;
import com.google.common.util.concurrent.Uninterruptibles;
import io.ctxagent.context.Context;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** Waits that libraries have written themselves, on the bare park or in a class whose subclass alone says what it is. */
final class LibraryCases {

    private LibraryCases() {}

    static List<BlockingCase> all() throws SQLException {
        SettableFuture<Integer> future = SettableFuture.create();
        SettableFuture<Integer> timed = SettableFuture.create();
        return List.of(
                BlockingCase.of("Guava get", "AbstractFuture.get", future::get, () -> future.set(1)),
                BlockingCase.of(
                        "Guava get(timed)",
                        "AbstractFuture.get",
                        () -> timed.get(1, TimeUnit.HOURS),
                        () -> timed.set(1)),
                exhausted());
    }

    /** What says of itself that it cannot be interrupted is left alone, however it is wrapped; ends by itself. */
    static String uninterruptibly() {
        SettableFuture<String> future = SettableFuture.create();
        Context.background()
                .run(() -> Cases.daemon(() -> {
                    TimeUnit.MILLISECONDS.sleep(20);
                    future.set("the result");
                }));
        try {
            return Uninterruptibles.getUninterruptibly(future);
        } catch (ExecutionException e) {
            return e.toString();
        }
    }

    private static BlockingCase exhausted() throws SQLException {
        PoolProperties properties = new PoolProperties();
        properties.setUrl("jdbc:h2:mem:");
        properties.setDriverClassName("org.h2.Driver");
        properties.setInitialSize(1);
        properties.setMinIdle(1);
        properties.setMaxIdle(1);
        properties.setMaxActive(1);
        properties.setMaxWait(60_000);
        DataSource pool = new DataSource(properties);
        Connection held = pool.getConnection();
        return new BlockingCase(
                "Tomcat JDBC getConnection", "getConnection", pool::getConnection, () -> close(held), () -> {
                    held.close();
                    try (Connection next = pool.getConnection();
                            Statement statement = next.createStatement();
                            ResultSet rows = statement.executeQuery("SELECT 42")) {
                        return rows.next() && rows.getInt(1) == 42 ? "" : "the next statement is not right";
                    }
                });
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
