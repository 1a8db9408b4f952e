package io.ctxagent.instrument;

import java.lang.ref.WeakReference;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which types of JDBC a class of a driver or pool implements, as bits; found out once for each class. To ask an object that is
 * not of an interface goes through all that its class implements, each time, and hooks ask at every call. The first few classes,
 * which with one pool are all that there are, are at hand.
 * Thread-safe.
 */
final class DriverTypes extends ClassValue<DriverTypes.Known> {

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

    /** What is known of one class, which is not kept. Thread-safe. */
    static final class Known extends WeakReference<Class<?>> {
        final int types;

        /** Names of methods, and behind each of them that of the call. */
        private volatile String[] calls = {};

        Known(Class<?> type, int types) {
            super(type);
            this.types = types;
        }

        /**
         * {@code java.sql.PreparedStatement.executeQuery}. Made once for each: the record of a thread keeps it, and to store another
         * one costs more than to compare.
         *
         * @param method a constant of a hook, so that its identity mostly tells
         */
        String call(String method) {
            String[] known = calls;
            for (int at = 0; at < known.length; at += 2) {
                if (known[at] == method) {
                    return known[at + 1];
                }
            }
            return callByName(method);
        }

        private synchronized String callByName(String method) {
            String[] known = calls;
            for (int at = 0; at < known.length; at += 2) {
                if (known[at].equals(method)) {
                    return known[at + 1];
                }
            }
            String[] more = Arrays.copyOf(known, known.length + 2);
            more[known.length] = method;
            more[known.length + 1] = "java.sql." + name(types) + "." + method;
            calls = more;
            return more[known.length + 1];
        }
    }

    int of(Class<?> type) {
        return known(type).types;
    }

    Known known(Class<?> type) {
        @Nullable Known[] cells = atHand;
        for (int at = System.identityHashCode(type); ; at++) {
            Known known = cells[at & (CELLS - 1)];
            if (known == null) {
                return get(type);
            }
            if (known.refersTo(type)) {
                return known;
            }
        }
    }

    /** Called once for each class, or by two threads at once, and then again once it is collected. */
    @Override
    protected Known computeValue(Class<?> type) {
        int types = bit(Statement.class, type, STATEMENT)
                | bit(ResultSet.class, type, RESULT_SET)
                | bit(Connection.class, type, CONNECTION)
                | bit(CommonDataSource.class, type, SOURCE)
                | bit(Driver.class, type, SOURCE)
                | bit(PreparedStatement.class, type, PREPARED)
                | bit(CallableStatement.class, type, CALLABLE);
        Known known = new Known(type, types);
        remember(known);
        return known;
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
