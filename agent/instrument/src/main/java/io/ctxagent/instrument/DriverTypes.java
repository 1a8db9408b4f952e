package io.ctxagent.instrument;

import java.lang.ref.WeakReference;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

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
    private static final int MOST_AT_HAND = 8;

    /** Twice as many and a power of two: a hash table with few collisions, and never full. */
    private static final int CELLS = 16;

    private volatile @Nullable Known[] atHand = new @Nullable Known[CELLS];

    private final CallNames connection = new CallNames("Connection");
    private final CallNames resultSet = new CallNames("ResultSet");
    private final CallNames callable = new CallNames("CallableStatement");
    private final CallNames prepared = new CallNames("PreparedStatement");
    private final CallNames statement = new CallNames("Statement");

    /** What is known of one class, which is not kept. Immutable. */
    private static final class Known extends WeakReference<Class<?>> {
        final int types;
        final CallNames calls;

        Known(Class<?> type, int types, CallNames calls) {
            super(type);
            this.types = types;
            this.calls = calls;
        }
    }

    int of(Class<?> type) {
        Known known = atHand(type);
        return known == null ? get(type) : known.types;
    }

    /** The name that a call of {@code method}, a constant of a hook, is shown with. */
    String call(Class<?> type, String method) {
        Known known = atHand(type);
        return (known == null ? named(get(type)) : known.calls).of(method);
    }

    private @Nullable Known atHand(Class<?> type) {
        @Nullable Known[] cells = atHand;
        for (int at = System.identityHashCode(type); ; at++) {
            Known known = cells[at & (CELLS - 1)];
            if (known == null || known.refersTo(type)) {
                return known;
            }
        }
    }

    /**
     * Called once for each class, or by two threads at once, and then again once it is collected. The class keeps the result, so it
     * is of the JDK: one of ours would keep the agent's loader after a detach.
     */
    @Override
    protected Integer computeValue(Class<?> type) {
        int types = bit(Statement.class, type, STATEMENT)
                | bit(ResultSet.class, type, RESULT_SET)
                | bit(Connection.class, type, CONNECTION)
                | bit(CommonDataSource.class, type, SOURCE)
                | bit(Driver.class, type, SOURCE)
                | bit(PreparedStatement.class, type, PREPARED)
                | bit(CallableStatement.class, type, CALLABLE);
        remember(new Known(type, types, named(types)));
        return types;
    }

    private synchronized void remember(Known added) {
        @Nullable Known[] next = new @Nullable Known[CELLS];
        int kept = 0;
        for (@Nullable Known known : atHand) {
            if (known != null && put(known, next)) {
                kept++;
            }
        }
        if (kept < MOST_AT_HAND && put(added, next)) {
            atHand = next;
        }
    }

    /** False when the class is gone. */
    private static boolean put(Known known, @Nullable Known[] cells) {
        Class<?> type = known.get();
        if (type == null) {
            return false;
        }
        int at = System.identityHashCode(type);
        while (cells[at & (CELLS - 1)] != null) {
            at++;
        }
        cells[at & (CELLS - 1)] = known;
        return true;
    }

    private static int bit(Class<?> of, Class<?> type, int bit) {
        return of.isAssignableFrom(type) ? bit : 0;
    }

    private CallNames named(int types) {
        if ((types & CONNECTION) != 0) {
            return connection;
        }
        if ((types & RESULT_SET) != 0) {
            return resultSet;
        }
        if ((types & CALLABLE) != 0) {
            return callable;
        }
        return (types & PREPARED) != 0 ? prepared : statement;
    }
}
