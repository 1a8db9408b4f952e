package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code execute*} in classes that implement {@code java.sql.Statement}. */
public final class Statements {

    private Statements() {}

    /**
     * On entry; fails fast when the context is done.
     *
     * @return what {@link #exit} takes, which must follow; null where this is not the outermost hooked call of the thread
     * @throws Exception the SQLException that the call declares
     */
    public static @Nullable Object enter(String method, Object statement) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        // A pool that tries a connection out before it hands it over is woken by that connection's socket.
        return record == null || record.silencesDrivers() ? null : enterUnder(record, method, statement);
    }

    private static @Nullable ThreadRecord enterUnder(ThreadRecord record, String method, Object statement)
            throws Exception {
        Object context = record.under();
        Exception failure;
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null || !support.isStatement(statement)) {
                return null;
            }
            boolean off = Family.JDBC.off();
            boolean done = ((BooleanSupplier) context).getAsBoolean();
            if (off || (done && Settings.enforce && Guards.spare(record, statement))) {
                Waits.mute(record, Family.JDBC, context);
                return record;
            }
            failure = done ? support.failFast(context, statement, method) : null;
            if (failure == null) {
                register(record, context, method, statement, support);
                return record;
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return Waits.silenced(Family.JDBC, context) ? ThreadRecord.peek() : null;
        }
        throw failure;
    }

    private static void register(
            ThreadRecord record, Object context, String method, Object statement, JdbcSupport support) {
        record.agent = true;
        try {
            if (record.callsMayStand()) {
                support.target(record, statement);
                StandingCalls.block(record, Family.JDBC, context, method, statement);
                return;
            }
            String call = support.call(statement, method);
            StatementCall blocked = new StatementCall(context, call, statement, StatementCall.EXECUTE, support);
            blocked.register(record);
            record.note(Family.JDBC, context, call, statement);
            record.blocked = blocked;
        } finally {
            record.agent = false;
        }
    }

    /**
     * When a call that is not the outermost throws, on its way from the driver to the pool: HikariCP 5 gives up a connection
     * for every SQLTimeoutException, which is what H2 and MariaDB throw for a cancel that has cost nothing.
     */
    public static Throwable below(Throwable thrown) {
        ThreadRecord record = ThreadRecord.peek();
        JdbcSupport support = JdbcSupport.instance;
        try {
            if (record == null || support == null || !woken(record)) {
                return thrown;
            }
            return support.softened(thrown);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return thrown;
        }
    }

    private static boolean woken(ThreadRecord record) {
        BlockedCall call = record.stands ? record.see() : record.blocked;
        return call instanceof StatementCall && call.woken();
    }

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }
}
