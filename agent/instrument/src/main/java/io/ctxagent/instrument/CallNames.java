package io.ctxagent.instrument;

import java.util.Arrays;

/**
 * Names of calls of one type of JDBC, {@code java.sql.PreparedStatement.executeQuery}. Each is made once: the record of a thread
 * keeps it, and to store another one costs more than to compare. Thread-safe.
 */
final class CallNames {

    private final String type;

    /** Names of methods, and behind each of them that of the call. */
    private volatile String[] calls = {};

    CallNames(String type) {
        this.type = type;
    }

    String of(String method) {
        String[] known = calls;
        for (int at = 0; at < known.length; at += 2) {
            if (known[at] == method) { // mostly the same constant
                return known[at + 1];
            }
        }
        return byName(method);
    }

    private synchronized String byName(String method) {
        String[] known = calls;
        for (int at = 0; at < known.length; at += 2) {
            if (known[at].equals(method)) {
                return known[at + 1];
            }
        }
        String[] more = Arrays.copyOf(known, known.length + 2);
        more[known.length] = method;
        more[known.length + 1] = "java.sql." + type + "." + method;
        calls = more;
        return more[known.length + 1];
    }
}
