package io.ctxagent.programs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** A real driver, but for {@code Statement.cancel}, which hangs until it is let go and is carried out then. */
class HangingCancels extends BareSource implements DataSource {

    private final JdbcCases.Database database;
    volatile CountDownLatch executing = new CountDownLatch(1);
    volatile CountDownLatch begun = new CountDownLatch(1);
    volatile CountDownLatch letGo = new CountDownLatch(1);

    /** When the driver came back from a query last, by {@link System#nanoTime()}. */
    volatile long executedAt;

    HangingCancels(JdbcCases.Database database) {
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = DriverManager.getConnection(database.url(), database.user(), "");
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
                        return method.getName().equals("unwrap") ? proxy : (Object) true;
                    }
                    Object result = invoke(real, method, args);
                    return result instanceof PreparedStatement statement
                            ? hanging(statement, (Connection) proxy)
                            : result;
                });
    }

    private Statement hanging(PreparedStatement real, Connection connection) {
        return (Statement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "unwrap":
                            return proxy;
                        case "isWrapperFor":
                            return true;
                        case "getConnection":
                            return connection;
                        case "executeQuery":
                            executing.countDown();
                            try {
                                return invoke(real, method, args);
                            } finally {
                                executedAt = System.nanoTime();
                            }
                        case "cancel":
                            begun.countDown();
                            letGo.await();
                            break;
                        default:
                    }
                    return invoke(real, method, args);
                });
    }

    private static Object invoke(Object real, java.lang.reflect.Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
