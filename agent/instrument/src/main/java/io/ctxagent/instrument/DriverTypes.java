package io.ctxagent.instrument;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.CommonDataSource;

/**
 * Which types of JDBC a class of a driver or pool implements, as bits; found out once for each class. To ask an object that is
 * not of an interface goes through all that its class implements, each time, and hooks ask at every call.
 */
final class DriverTypes extends ClassValue<Integer> {

    static final int STATEMENT = 1;
    static final int RESULT_SET = 1 << 1;
    static final int CONNECTION = 1 << 2;
    static final int SOURCE = 1 << 3;
    private static final int PREPARED = 1 << 4;
    private static final int CALLABLE = 1 << 5;

    @Override
    protected Integer computeValue(Class<?> type) {
        return bit(Statement.class, type, STATEMENT)
                | bit(ResultSet.class, type, RESULT_SET)
                | bit(Connection.class, type, CONNECTION)
                | bit(CommonDataSource.class, type, SOURCE)
                | bit(Driver.class, type, SOURCE)
                | bit(PreparedStatement.class, type, PREPARED)
                | bit(CallableStatement.class, type, CALLABLE);
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
