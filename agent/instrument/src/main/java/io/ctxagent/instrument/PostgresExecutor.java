package io.ctxagent.instrument;

import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;

/**
 * What PostgreSQL's driver asks its server through, below its connection: {@code org.postgresql.core.QueryExecutor}, whose public
 * methods are these (read in pgjdbc 42.7.13).
 */
final class PostgresExecutor {

    private static final String TYPE = "org.postgresql.core.QueryExecutor";

    private PostgresExecutor() {}

    /** Asks the server to end whatever the connection is doing, on the calling thread; the request is with it when this returns. */
    static void cancel(Object executor) throws SQLException {
        try {
            invoke(executor, "sendQueryCancel");
        } catch (InvocationTargetException e) {
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this driver has no sendQueryCancel", e);
        }
    }

    /** Closes the connection without a word to the server; one that is broken already will do. */
    static void abort(Object executor) {
        try {
            invoke(executor, "abort");
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Nothing is left to be done.
        }
    }

    /** Whether its socket has a timeout; true where that is not known. */
    static boolean hasNetworkTimeout(Object executor) {
        try {
            return !Integer.valueOf(0).equals(invoke(executor, "getNetworkTimeout"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    private static Object invoke(Object executor, String method) throws ReflectiveOperationException {
        Class<?> type = ServerCancel.named(TYPE, executor.getClass());
        if (type == null) {
            throw new NoSuchMethodException(TYPE + "." + method);
        }
        return type.getMethod(method).invoke(executor);
    }
}
