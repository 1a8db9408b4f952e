package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Places on a line of time around the moment of the snapshot. Logarithmic to both sides: a request of 100 ms and a
 * service of three days are on one page, and what happens near now is what one wants to see.
 *
 * @param pastMillis what is at the left end
 * @param futureMillis what is at the right end
 */
record TimeScale(long pastMillis, long futureMillis) {

    static final int WIDTH = 480;

    private static final int MARGIN = 8;
    private static final double LINEAR_MILLIS = 100;
    private static final int LEAST_GAP = 44;

    private static final long[] TICKS = {
        1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000, 8_640_000_000L
    };
    private static final String[] LABELS = {"1s", "10s", "1m", "10m", "1h", "10h", "1d", "10d", "100d"};

    /** A mark with a label. */
    record Tick(int x, String label) {}

    /** One on which all of {@code contexts} have room. */
    static TimeScale of(List<ContextInfo> contexts) {
        long past = 1_000;
        long future = 100;
        for (ContextInfo context : contexts) {
            past = Math.max(past, context.ageMillis());
            Long remaining = context.remainingMillis();
            future = remaining == null ? future : Math.max(future, remaining);
        }
        return new TimeScale(past, future);
    }

    /** The column of what happens so long after the snapshot; negative is before it. */
    int x(long millis) {
        double left = log(pastMillis);
        double place = left + (millis < 0 ? -log(-millis) : log(millis));
        double inside = Math.max(0, Math.min(1, place / (left + log(futureMillis))));
        return MARGIN + (int) Math.round(inside * (WIDTH - 2 * MARGIN));
    }

    /** As many as have room, from now to both ends. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(x(0), "now"));
        int left = x(0);
        int right = x(0);
        for (int i = 0; i < TICKS.length; i++) {
            int before = x(-TICKS[i]);
            if (TICKS[i] <= pastMillis && left - before >= LEAST_GAP) {
                ticks.add(new Tick(before, "-" + LABELS[i]));
                left = before;
            }
            int after = x(TICKS[i]);
            if (TICKS[i] <= futureMillis && after - right >= LEAST_GAP) {
                ticks.add(new Tick(after, "+" + LABELS[i]));
                right = after;
            }
        }
        return ticks;
    }

    private static double log(long millis) {
        return Math.log1p(millis / LINEAR_MILLIS);
    }
}
