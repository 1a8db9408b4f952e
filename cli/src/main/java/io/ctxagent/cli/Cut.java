package io.ctxagent.cli;

/** Text for people is read by people: of what is longer than anybody reads, the beginning, and a line that says so. */
final class Cut {

    /** So many lines, some forty screens, are shown. */
    static final int LINES = 2_000;

    private Cut() {}

    /** @param narrower what shows less, or all */
    static String lines(String text, String narrower) {
        int end = 0;
        for (int line = 0; line < LINES; line++) {
            int next = text.indexOf('\n', end);
            if (next < 0) {
                return text;
            }
            end = next + 1;
        }
        long left = text.substring(end).lines().count();
        return left == 0 ? text : text.substring(0, end) + "... " + left + " more lines; " + narrower + "\n";
    }
}
