package io.ctxagent.javaagent.wiring;

/** Durations as users write them: a whole number and {@code ns, us, ms, s, m} or {@code h}. */
public final class Durations {

    private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h"};
    private static final long[] NANOS = {1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private Durations() {}

    /** In nanoseconds, at most {@link Long#MAX_VALUE}; -1 when it is not a duration. */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 18) {
            return -1;
        }
        long number = Long.parseLong(text.substring(0, digits));
        String unit = text.substring(digits).trim();
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return number > Long.MAX_VALUE / NANOS[i] ? Long.MAX_VALUE : number * NANOS[i];
            }
        }
        return -1;
    }
}
