package io.ctxagent.report;

/** A duration in at most six characters: {@code 812ms}, {@code 4.8s}, {@code 41s}, {@code 2m05s}, {@code 3h12m}, {@code 9d04h}. */
public final class HumanDuration {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private HumanDuration() {}

    /** Rounds down; a negative duration counts as none. */
    public static String of(long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + "ms";
        }
        if (millis < 10 * SECOND) {
            return millis / SECOND + "." + millis % SECOND / 100 + "s";
        }
        if (millis < MINUTE) {
            return millis / SECOND + "s";
        }
        if (millis < HOUR) {
            return two(millis, MINUTE, "m", SECOND, "s");
        }
        if (millis < DAY) {
            return two(millis, HOUR, "h", MINUTE, "m");
        }
        return two(millis, DAY, "d", HOUR, "h");
    }

    private static String two(long millis, long large, String largeUnit, long small, String smallUnit) {
        long rest = millis % large / small;
        return millis / large + largeUnit + (rest < 10 ? "0" : "") + rest + smallUnit;
    }
}
