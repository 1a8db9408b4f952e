package io.ctxagent.report;

/**
 * What of a row of the live screen has room. In a narrow terminal the path is worth most, then how old and how late something is: the
 * state and the count of threads go first, and next the call, which an opened row tells as well.
 *
 * @param width of the terminal
 */
record WatchColumns(int width) {

    /** From here on there is room for everything. */
    private static final int WIDE = 72;

    /** From here on there is room for the call. */
    private static final int MEDIUM = 56;

    /** Mark, age and left. */
    private static final int TIMES = 15;

    /** State and threads. */
    private static final int STATE = 14;

    private static final int GAP = 2;

    boolean hasState() {
        return width >= WIDE;
    }

    boolean hasCall() {
        return width >= MEDIUM;
    }

    String heading() {
        String times = String.format(" %6s %7s", "AGE", "LEFT");
        String state = hasState() ? String.format(" %-8s %4s", "STATE", "THR") : "";
        return row(times + state, "CONTEXT", "BLOCKED IN");
    }

    /** @param mark what stands before all columns */
    String row(String mark, WatchRow row, String path, String call) {
        String times = String.format("%s%6s %7s", mark, HumanDuration.of(row.ageMillis()), row.left());
        String threads =
                row.threads().isEmpty() ? "-" : String.valueOf(row.threads().size());
        String state = hasState() ? String.format(" %-8s %4s", cut(row.state(), 8), threads) : "";
        return row(times + state, path, call);
    }

    private String row(String fixed, String path, String call) {
        if (!hasCall()) {
            return cut(fixed + "  " + path, width);
        }
        String padded = path + " ".repeat(Math.max(0, path() - path.length()));
        return cut(fixed + "  " + padded + " " + cut(call, rest() - path() - 1), width)
                .stripTrailing();
    }

    /** How many columns the path has; what remains is for the call. */
    int path() {
        return hasCall() ? rest() / 2 : rest();
    }

    private int rest() {
        return width - TIMES - GAP - (hasState() ? STATE + 1 : 0);
    }

    /** {@code text} as far as it fits. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 2)) + "..";
    }
}
