package io.ctxagent.instrument;

import java.lang.ref.WeakReference;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.CommonDataSource;

/**
 * Which types of JDBC a class of a driver or pool implements, as bits; found out once for each class. To ask an object that is
 * not of an interface goes through all that its class implements, each time, and hooks ask at every call. The first few classes,
 * which with one pool are all that there are, are at hand.
 * Thread-safe.
 */
final class DriverTypes extends ClassValue<Integer> {

    static final int STATEMENT = 1;
    static final int RESULT_SET = 1 << 1;
    static final int CONNECTION = 1 << 2;
    static final int SOURCE = 1 << 3;
    private static final int PREPARED = 1 << 4;
    private static final int CALLABLE = 1 << 5;

    /** A pool's data source, connection, statement and result set, and one of each that somebody has wrapped again. */
    private static final int AT_HAND = 8;

    private volatile Known[] atHand = new Known[0];

    /** One class, which is not kept. Immutable. */
    private static final class Known extends WeakReference<Class<?>> {
        final int types;

        Known(Class<?> type, int types) {
            super(type);
            this.types = types;
        }
    }

    int of(Class<?> type) {
        for (Known known : atHand) {
            if (known.refersTo(type)) {
                return known.types;
            }
        }
        return get(type);
    }

    /** Called once for each class, or by two threads at once, and then again once it is collected. */
    @Override
    protected Integer computeValue(Class<?> type) {
        int types = bit(Statement.class, type, STATEMENT)
                | bit(ResultSet.class, type, RESULT_SET)
                | bit(Connection.class, type, CONNECTION)
                | bit(CommonDataSource.class, type, SOURCE)
                | bit(Driver.class, type, SOURCE)
                | bit(PreparedStatement.class, type, PREPARED)
                | bit(CallableStatement.class, type, CALLABLE);
        remember(type, types);
        return types;
    }

    private synchronized void remember(Class<?> type, int types) {
        Known[] before = atHand;
        int kept = 0;
        Known[] next = new Known[AT_HAND];
        for (Known known : before) {
            if (known.get() != null) {
                next[kept++] = known;
            }
        }
        if (kept < AT_HAND) {
            next[kept++] = new Known(type, types);
            Known[] exact = new Known[kept];
            System.arraycopy(next, 0, exact, 0, kept);
            atHand = exact;
        }
    }

    private static int bit(Class<?> of, Class<?> type, int bit) {
        return of.isAssignableFrom(type) ? bit : 0;
    }

    /** The type whose name a call is shown with. */
    static String name(int types) {
        if ((types & CONNECTION) != 0) {
            return "Connection";
        }
        if ((types & RESULT_SET) != 0) {
            return "ResultSet";
        }
        if ((types & CALLABLE) != 0) {
            return "CallableStatement";
        }
        return (types & PREPARED) != 0 ? "PreparedStatement" : "Statement";
    }
}
