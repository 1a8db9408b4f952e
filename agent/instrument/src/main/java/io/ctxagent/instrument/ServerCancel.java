package io.ctxagent.instrument;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drivers that can ask their server to end whatever a connection is doing, which JDBC has no call for. Needed where {@code
 * Statement.cancel} does nothing: PostgreSQL's acts once for each execution, and not while rows are fetched or a
 * transaction ends (pgjdbc 42.7, {@code PgStatement.cancel}). Both methods are public, and always send a request.
 */
final class ServerCancel {

    static final String POSTGRESQL = "org.postgresql.PGConnection";
    private static final String MARIADB = "org.mariadb.jdbc.Connection";

    private static final Map<String, String> METHODS = Map.of(POSTGRESQL, "cancelQuery", MARIADB, "cancelCurrentQuery");

    /** Found once for each class: each commit asks, and to look by name goes through all that it implements. */
    private static final ClassValue<@Nullable Class<?>> TYPES = new ClassValue<>() {
        @Override
        protected @Nullable Class<?> computeValue(Class<?> connection) {
            for (String name : METHODS.keySet()) {
                Class<?> type = named(name, connection);
                if (type != null) {
                    return type;
                }
            }
            return null;
        }
    };

    private ServerCancel() {}

    /** The type of {@code connection} that has such a method; null when its driver is not known. */
    static @Nullable Class<?> type(Connection connection) {
        return TYPES.get(connection.getClass());
    }

    /** Sends the request, on the calling thread; it is with the server when this returns. */
    static void send(Connection connection, Class<?> type) throws SQLException {
        String method = METHODS.get(type.getName());
        try {
            type.getMethod(method == null ? "" : method).invoke(connection);
        } catch (InvocationTargetException e) {
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this driver has no " + type.getName() + "." + method, e);
        }
    }

    /** What has this name among {@code type} and all that it extends and implements. */
    static @Nullable Class<?> named(String name, Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(name)) {
                return at;
            }
            for (Class<?> implemented : at.getInterfaces()) {
                Class<?> found = named(name, implemented);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
