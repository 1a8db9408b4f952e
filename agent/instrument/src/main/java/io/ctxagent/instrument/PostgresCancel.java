package io.ctxagent.instrument;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a statement of PostgreSQL's driver once more. Its {@code Statement.cancel} acts once for each execution: when that
 * one request came to the server before the query did, it was lost, and every later call does nothing
 * (pgjdbc 42.7, {@code PgStatement.cancel}). {@code PGConnection.cancelQuery}, public since 42.2, always sends a request.
 */
final class PostgresCancel {

    private static final String CONNECTION = "org.postgresql.PGConnection";

    private PostgresCancel() {}

    static void send(Statement statement) throws SQLException {
        Connection connection = physical(statement).getConnection();
        Class<?> type = postgres(connection.getClass());
        if (type == null) {
            return;
        }
        try {
            type.getMethod("cancelQuery").invoke(connection);
        } catch (InvocationTargetException e) {
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this driver has no " + CONNECTION + ".cancelQuery", e);
        }
    }

    /** The driver's own statement below a pool's proxy. */
    private static Statement physical(Statement statement) throws SQLException {
        return statement.isWrapperFor(Statement.class) ? statement.unwrap(Statement.class) : statement;
    }

    private static @Nullable Class<?> postgres(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> implemented : at.getInterfaces()) {
                Class<?> found = implemented.getName().equals(CONNECTION) ? implemented : postgres(implemented);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
