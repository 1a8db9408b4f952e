package io.ctxagent.instrument;

import java.lang.reflect.Method;
import java.sql.Connection;

/**
 * Tells HikariCP that a connection must not be lent again. It hands out a connection that came back less than half a second
 * ago without a look at it, so that the driver's connection is closed is not enough ({@code HikariPool.getConnection},
 * {@code aliveBypassWindowMs}, read in 5.1.0 and 7.1.0). The two methods are the pool's own; where they are not to be had,
 * the pool finds out when it returns the connection, by the driver's SQLState 08xxx.
 */
final class HikariEviction {

    private static final String PROXY = "com.zaxxer.hikari.pool.ProxyConnection";

    private HikariEviction() {}

    /** Marks the pool's entry when {@code connection} is a proxy of HikariCP's; it is closed when it is given back. */
    static void mark(Connection connection) {
        Class<?> type = ServerCancel.named(PROXY, connection.getClass());
        if (type == null) {
            return;
        }
        try {
            Method poolEntry = type.getDeclaredMethod("getPoolEntry");
            poolEntry.setAccessible(true);
            Object entry = poolEntry.invoke(connection);
            if (entry != null) {
                Method mark = entry.getClass().getDeclaredMethod("markEvicted");
                mark.setAccessible(true);
                mark.invoke(entry);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another version, or a module that is not open.
        }
    }
}
