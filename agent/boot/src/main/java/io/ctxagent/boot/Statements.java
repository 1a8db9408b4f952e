package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code execute*} in classes that implement {@code java.sql.Statement}. */
public final class Statements {

    private Statements() {}

    /**
     * On entry; fails fast when the context is done.
     *
     * @return whether this is the outermost hooked call of the thread, and {@link #exit} must follow
     * @throws Exception the SQLException that the call declares
     */
    public static boolean enter(String method, Object statement) throws Exception {
        Object context = Current.SLOT.get();
        return context != null && enterUnder(context, method, statement);
    }

    private static boolean enterUnder(Object context, String method, Object statement) throws Exception {
        Exception failure = null;
        try {
            ThreadRecord record = ThreadRecord.current();
            JdbcSupport support = JdbcSupport.instance;
            if (record.family != null || record.agent || support == null || !support.isStatement(statement)) {
                return false;
            }
            if (Family.JDBC.off()) {
                return Waits.mute(record, Family.JDBC, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record)) {
                    return Waits.mute(record, Family.JDBC, context);
                }
                EndedCalls.note(context, support.call(statement, method));
                Port port = Ports.of(context);
                RuntimeException cause = port == null ? null : port.error(context);
                if (Settings.enforce && port != null && cause != null) {
                    failure = support.failure(port.timedOut(context), cause, null);
                }
            }
            if (failure == null) {
                register(record, context, method, statement, support);
                return true;
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return Waits.silenced(Family.JDBC, context);
        }
        throw failure;
    }

    /**
     * On entry of a driver's call that has no cancel of its own, {@code commit} or {@code next}: the hooks below it stay
     * silent, because a driver whose socket or lock throws gives up its connection.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean enterQuietly() {
        Object context = Current.SLOT.get();
        if (context == null) {
            return false;
        }
        ThreadRecord record = ThreadRecord.current();
        return record.family == null && !record.agent && Waits.mute(record, Family.JDBC, context);
    }

    private static void register(
            ThreadRecord record, Object context, String method, Object statement, JdbcSupport support) {
        record.agent = true;
        try {
            String call = support.call(statement, method);
            StatementCall blocked = new StatementCall(context, call, statement, support);
            blocked.register();
            record.begin(Family.JDBC, context, call, statement);
            record.blocked = blocked;
        } finally {
            record.agent = false;
        }
    }

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
