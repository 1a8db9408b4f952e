package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The time that is left, as it travels in a header: whole milliseconds, relative, because clocks differ. */
final class RemainingTime {

    /** No limit is given. */
    static final long NONE = Long.MAX_VALUE;

    private static final long NANOS = 1_000_000;
    private static final int MOST_DIGITS = 18;

    private RemainingTime() {}

    /**
     * In nanoseconds. A negative number is 0; what is no number, or one that is too large to mean anything, says
     * nothing: {@link #NONE}. Never throws.
     */
    static long parse(@Nullable String header) {
        String text = header == null ? "" : header.trim();
        boolean negative = text.startsWith("-");
        int first = negative ? 1 : 0;
        if (text.length() == first) {
            return NONE;
        }
        long millis = 0;
        boolean large = text.length() - first > MOST_DIGITS;
        for (int at = first; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return NONE;
            }
            millis = large ? 0 : millis * 10 + (c - '0');
        }
        if (negative) {
            return 0;
        }
        return large || millis > NONE / NANOS ? NONE : millis * NANOS;
    }

    /** What a request may take: the smaller of the header and the option; null for no limit. */
    static @Nullable Long smaller(@Nullable String header, long optionNanos) {
        long given = parse(header);
        long limit = optionNanos > 0 ? Math.min(given, optionNanos) : given;
        return limit == NONE ? null : Long.valueOf(limit);
    }

    /** As it is written into a header, never negative. */
    static String format(long nanos) {
        return Long.toString(Math.max(0, nanos) / NANOS);
    }
}
