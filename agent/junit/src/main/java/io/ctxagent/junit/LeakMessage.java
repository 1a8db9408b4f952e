package io.ctxagent.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a failed test says: at most {@value #MOST_LINES} lines, the verdict first. */
final class LeakMessage {

    static final int MOST_LINES = 40;

    /** Of one finding: its rule, its site, what, how to mend it. */
    private static final int LINES_EACH = 4;

    private static final int MOST_SHOWN = (MOST_LINES - 2) / LINES_EACH;

    private LeakMessage() {}

    /**
     * @param where the display path of the test
     */
    static String of(String where, List<Leak> leaks) {
        List<String> lines = new ArrayList<>();
        lines.add((leaks.size() == 1 ? "1 context leak" : leaks.size() + " context leaks") + " in " + oneLine(where));
        for (Leak leak : leaks.subList(0, Math.min(MOST_SHOWN, leaks.size()))) {
            String times = leak.count() == 1 ? "" : " x" + leak.count();
            String origin = leak.origin().equals("application") ? "" : ", " + leak.origin();
            lines.add(leak.severity() + " " + leak.rule() + " " + leak.slug() + times + "  fp " + leak.fingerprint()
                    + origin);
            lines.add("  at " + (leak.site() == null ? "an unknown place" : leak.site()));
            lines.add("  " + oneLine(leak.message()));
            lines.add("  fix: " + oneLine(leak.fix()));
        }
        if (leaks.size() > MOST_SHOWN) {
            lines.add("and " + (leaks.size() - MOST_SHOWN)
                    + " more, see the report that the agent writes with report=DIRECTORY");
        }
        return String.join("\n", lines);
    }

    /** Where they were made, each place once. */
    static StackTraceElement[] sites(List<Leak> leaks) {
        return leaks.stream()
                .map(Leak::frame)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_SHOWN)
                .toArray(StackTraceElement[]::new);
    }

    /** Names of threads and contexts come from anywhere. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString();
    }
}
