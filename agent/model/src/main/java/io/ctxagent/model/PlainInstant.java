package io.ctxagent.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads a time as {@link Instant#toString} writes it, without the formatter of {@link Instant#parse}, which takes longer to make than a snapshot to read. */
final class PlainInstant {

    private static final String SECONDS = "0000-00-00T00:00:00";
    private static final int NANO_DIGITS = 9;

    private PlainInstant() {}

    /**
     * Reads what {@link Instant#parse} reads.
     *
     * @throws DateTimeException when it is not a time
     */
    static Instant parse(String text) {
        int end = text.length() - 1;
        int fraction = end - SECONDS.length();
        boolean plain = fraction == 0 || (fraction > 1 && fraction <= NANO_DIGITS + 1);
        if (!plain || text.charAt(end) != 'Z' || !isPlain(text, end)) {
            return Instant.parse(text);
        }
        int nanos = fraction == 0 ? 0 : number(text, SECONDS.length() + 1, end);
        for (int digits = Math.max(fraction - 1, 0); digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            nanos)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.parse(text); // it may be the 60th second, or 24:00
        }
    }

    private static boolean isPlain(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            char wanted = i < SECONDS.length() ? SECONDS.charAt(i) : i == SECONDS.length() ? '.' : '0';
            if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
