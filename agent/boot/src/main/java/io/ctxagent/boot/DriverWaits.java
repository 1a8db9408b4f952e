package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * JDBC calls that seldom wait: {@code next} reads rows that are there, {@code commit} of nothing sends nothing. They are
 * noted on entry and registered when the driver reaches what it waits on: a socket, a park, a computed row. Called by the
 * hooks of those, which are silent below a driver.
 */
public final class DriverWaits {

    static final int NONE = 0;
    /** {@code ResultSet.next}. */
    static final int FETCH = 1;
    /** {@code Connection.commit}. */
    static final int COMMIT = 2;
    /** {@code ResultSet.close}: some drivers read to the last row first, and cancelling makes that short. */
    static final int CLOSE = 4;
    /** A step of PostgreSQL's COPY. */
    static final int COPY = 5;
    /** A call that goes to its end whatever the context is: {@code rollback}, {@code close}. */
    static final int QUIET = 3;

    private DriverWaits() {}

    /**
     * By its thread, which is in such a call from here on.
     *
     * @param kind one of the above
     */
    static ThreadRecord noted(ThreadRecord record, Object context, String call, Object object, int kind) {
        if (kind == FETCH) {
            record.fetch(object);
        } else {
            record.note(Family.JDBC, context, call, object);
            record.driverCall = kind;
        }
        return record;
    }

    /** The driver computes a row on the calling thread, which is neither a park nor a socket. */
    public static void computing() {
        ThreadRecord record = ThreadRecord.underContext();
        if (record != null) {
            reached(record);
        }
    }

    /** Registers the JDBC call that the thread is in, if it is in one that is not registered yet. Throws nothing. */
    static void reached(ThreadRecord record) {
        if (record.driverCall == NONE || record.blocked != null || record.muted || record.agent) {
            return;
        }
        record.agent = true;
        try {
            if (record.driverCall == FETCH) {
                record.note(Family.JDBC, record.under(), "next", record.rows);
            }
            BlockedCall call = call(record);
            record.driverCall = NONE;
            if (call != null) {
                record.blocked = call;
                call.register(record);
            }
        } catch (Throwable fault) {
            record.driverCall = NONE;
            Family.JDBC.fault(fault);
        } finally {
            record.agent = false;
        }
    }

    private static @Nullable BlockedCall call(ThreadRecord record) {
        JdbcSupport support = JdbcSupport.instance;
        Object context = record.context;
        Object object = record.target;
        String method = record.call;
        if (support == null || context == null || object == null || method == null) {
            return null;
        }
        // What is no method of JDBC's has its whole name already.
        String call = method.indexOf('.') < 0 ? support.call(object, method) : method;
        switch (record.driverCall) {
            case FETCH:
            case CLOSE:
                Object statement = support.statement(object);
                return statement == null
                        ? new RecordedCall(context, Family.JDBC, call, object)
                        : new StatementCall(context, call, statement, StatementCall.FETCH, support);
            case COMMIT:
                return support.cancelsCommits(object)
                        ? new StatementCall(context, call, object, StatementCall.COMMIT, support)
                        : new RecordedCall(context, Family.JDBC, call, object);
            case COPY:
                return new StatementCall(context, call, object, StatementCall.COPY, support);
            default:
                return new RecordedCall(context, Family.JDBC, call, object);
        }
    }
}
