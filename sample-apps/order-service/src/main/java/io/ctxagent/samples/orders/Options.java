package io.ctxagent.samples.orders;

import java.util.EnumSet;
import java.util.Set;

/**
 * The command line.
 *
 * @param port to listen on at 127.0.0.1; 0 for any free one
 * @param databaseUrl JDBC URL of H2 or PostgreSQL, with its user
 * @param leaks the faults to plant
 * @param untilHangUp whether a request also ends with the context that the agent gives it
 */
record Options(int port, String databaseUrl, Set<Leak> leaks, boolean untilHangUp) {

    static final String EMBEDDED =
            "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE" + ";OPTIMIZE_REUSE_RESULTS=0";

    private static final String USAGE = "--port=NUMBER, --db=JDBC-URL, --until-hang-up, --leak=" + Leak.names();

    static Options parse(String... args) {
        Options options = new Options(0, EMBEDDED, Set.of(), false);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (arg.equals("--until-hang-up")) {
                options = new Options(options.port, options.databaseUrl, options.leaks, true);
                continue;
            }
            String key = equals < 0 ? arg : arg.substring(0, equals);
            String value = equals < 0 ? "" : arg.substring(equals + 1);
            options = options.with(key, value);
        }
        return options;
    }

    private Options with(String key, String value) {
        return switch (key) {
            case "--port" -> new Options(parsePort(value), databaseUrl, leaks, untilHangUp);
            case "--db" -> new Options(port, parseUrl(value), leaks, untilHangUp);
            case "--leak" -> new Options(port, databaseUrl, parseLeaks(value), untilHangUp);
            default -> throw new IllegalArgumentException("unknown option '" + key + "'; there are " + USAGE);
        };
    }

    private static int parsePort(String value) {
        if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                "--port wants a number from 0 to 65535, as in --port=8080, not '" + value + "'");
    }

    private static String parseUrl(String value) {
        if (value.startsWith("jdbc:h2:") || value.startsWith("jdbc:postgresql:")) {
            return value;
        }
        throw new IllegalArgumentException("--db wants a JDBC URL of H2 or PostgreSQL, not '" + value + "'");
    }

    private static Set<Leak> parseLeaks(String value) {
        Set<Leak> leaks = EnumSet.noneOf(Leak.class);
        for (String name : value.split(",", -1)) {
            leaks.add(Leak.named(name));
        }
        return leaks;
    }
}
