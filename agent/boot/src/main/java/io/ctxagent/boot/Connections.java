package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code ResultSet.next}, of {@code Connection.commit}, and of calls that clean up. */
public final class Connections {

    private Connections() {}

    /**
     * On entry of {@code next}; called for each row, so it makes nothing and notes little. Only classes that implement a type
     * of {@code java.sql} have this hook, and of these only a ResultSet has such a method.
     *
     * @return what {@link #exitNext} takes; null when there is nothing to do
     */
    public static @Nullable Object enterNext(Object resultSet) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || record.silencesDrivers() ? null : enterNext(record, resultSet);
    }

    private static @Nullable ThreadRecord enterNext(ThreadRecord record, Object resultSet) throws Exception {
        try {
            if (!Family.JDBC.off() && !((BooleanSupplier) record.under()).getAsBoolean()) {
                record.fetch(resultSet);
                return record;
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return null;
        }
        return enterUnder(record, "next", resultSet, DriverWaits.FETCH);
    }

    /** On the way out of {@code next}: what it ends with, null for its result. */
    public static @Nullable Throwable exitNext(Object entered, @Nullable Throwable thrown) {
        ThreadRecord record = (ThreadRecord) entered;
        if (record.driverCall != DriverWaits.FETCH) {
            return Waits.end(record, thrown);
        }
        record.fetched();
        return thrown;
    }

    /**
     * On entry of {@code commit}.
     *
     * @return what {@link #exit} takes; null when there is nothing to do
     */
    public static @Nullable Object enterCommit(Object connection) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || record.silencesDrivers()
                ? null
                : enterUnder(record, "commit", connection, DriverWaits.COMMIT);
    }

    private static @Nullable ThreadRecord enterUnder(ThreadRecord record, String method, Object object, int kind)
            throws Exception {
        Object context = record.under();
        Exception failure;
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null || (kind == DriverWaits.COMMIT && !support.isConnection(object))) {
                return null;
            }
            if (Family.JDBC.off()) {
                Waits.mute(record, Family.JDBC, context);
                return record;
            }
            if (Guards.spare(record, context, object)) {
                Waits.mute(record, Family.JDBC, context);
                return record;
            }
            failure = support.failFast(context, object, method);
            if (failure == null) {
                return DriverWaits.noted(record, context, method, object, kind);
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return null;
        }
        throw failure;
    }

    /**
     * On entry of a call that cleans up, {@code rollback} or {@code close}: it goes to its end, under a done context too, because
     * what it would leave behind is worse; and the hooks below it stay silent, because a driver whose socket or lock
     * throws gives up its connection.
     *
     * @return what {@link #exit} takes; null when there is nothing to do
     */
    public static @Nullable Object enterQuietly(String method, Object object) {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null || record.silencesDrivers()) {
            return null;
        }
        Object context = record.under();
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null) {
                return null;
            }
            // What `next` was called on last is a result set: most that are closed are known by that.
            int kind = record.rows == object ? JdbcSupport.RESULT_SET : support.driverObject(object);
            if (kind == JdbcSupport.NO_DRIVER_OBJECT) {
                return null;
            }
            if (Family.JDBC.off()) {
                Waits.mute(record, Family.JDBC, context);
                return record;
            }
            record.rows = null;
            boolean closesRows = kind == JdbcSupport.RESULT_SET && method.equals("close");
            return DriverWaits.noted(
                    record, context, method, object, closesRows ? DriverWaits.CLOSE : DriverWaits.QUIET);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return null;
        }
    }

    /** On the way out of a call, with what it was entered with: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }
}
