package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code getConnection} and {@code Driver.connect}. A pool waits on a queue, a driver on a socket that no
 * statement could cancel; so the hooks below do their own work here, under the name of this call, and what the pool or the
 * driver makes of their exceptions is replaced at the exit.
 */
public final class ConnectionSources {

    private ConnectionSources() {}

    /**
     * On entry; fails fast when the context is done, and touches neither pool nor server.
     *
     * @param source what it was called on; null for a static method
     * @return whether {@link #exit} must follow
     * @throws Exception the SQLException that the call declares
     */
    public static boolean enter(String method, @Nullable Object source) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && !record.silencesDrivers() && enterUnder(record, method, source);
    }

    private static boolean enterUnder(ThreadRecord record, String method, @Nullable Object source) throws Exception {
        Object context = record.under();
        Exception failure;
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null || (source != null && !support.isSource(source))) {
                return false;
            }
            if (Family.JDBC.off()) {
                return Waits.mute(record, Family.JDBC, context);
            }
            if (Guards.spare(record, context, source)) {
                return Waits.mute(record, Family.JDBC, context);
            }
            failure = support.failFast(context, name(method));
            if (failure == null) {
                record.connecting = name(method);
                record.connectingUnder = context;
                record.connectingThrough = source;
                return true;
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return false;
        }
        throw failure;
    }

    private static String name(String method) {
        switch (method) {
            case "getConnection":
                return "javax.sql.DataSource.getConnection";
            case "connect":
                return "java.sql.Driver.connect";
            case "getPooledConnection":
                return "javax.sql.ConnectionPoolDataSource.getPooledConnection";
            case "getXAConnection":
                return "javax.sql.XADataSource.getXAConnection";
            default:
                return method;
        }
    }

    /**
     * A wait below {@code getConnection} is about to throw our InterruptedException. Pools answer one by interrupting their own
     * thread again (HikariCP's {@code getConnection}, pgjdbc's {@code ConnectTask}), which has to be taken back at the
     * exit; a call that stays visible until then collects the user's own.
     */
    static void interrupted(ThreadRecord record) {
        String connecting = record.connecting;
        Object context = record.connectingUnder;
        if (connecting == null || context == null || record.interruptedBelow != null) {
            return;
        }
        RecordedCall below = new RecordedCall(context, Family.JDBC, connecting, record.connectingThrough);
        record.interruptedBelow = below;
        // One that has ended an earlier call is not for this one, however late it is noted.
        Interrupts.entering(Interrupts.cell(below.thread));
        below.register(record);
        // The agent's own has been taken back, and the pool has not set it again yet: what is pending is the user's.
        if (below.thread.isInterrupted()) {
            below.interruptedByUser = true;
        }
    }

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        ThreadRecord record = ThreadRecord.current();
        if (record.connecting == null) {
            return Waits.exit(thrown);
        }
        Object context = record.connectingUnder;
        String call = record.connecting;
        RecordedCall below = record.interruptedBelow;
        record.connecting = null;
        record.connectingUnder = null;
        record.connectingThrough = null;
        record.interruptedBelow = null;
        try {
            if (below != null) {
                Interrupts.takeBack(below);
                below.end(null);
            }
            return context == null || !(thrown instanceof Exception) ? thrown : translated(context, call, thrown);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return thrown;
        }
    }

    private static Throwable translated(Object context, String call, Throwable thrown) {
        JdbcSupport support = JdbcSupport.instance;
        if (support == null || !Settings.enforce || !((BooleanSupplier) context).getAsBoolean()) {
            return thrown;
        }
        EndedCalls.note(context, call);
        Exception failure = support.failure(context, thrown);
        return failure == null ? thrown : failure;
    }
}
