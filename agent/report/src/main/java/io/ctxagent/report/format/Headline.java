package io.ctxagent.report.format;

import io.ctxagent.report.SafeText;
import io.ctxagent.report.Words;
import io.ctxagent.report.check.LeakReport;
import io.ctxagent.report.check.Standing;
import io.ctxagent.report.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The first lines, the same in every format. */
public final class Headline {

    private Headline() {}

    /** {@code FAILED: 2 errors, 1 expired baseline entry}; {@code PASSED}. */
    public static String of(Verdict verdict) {
        return verdict.failed() ? "FAILED: " + String.join(", ", verdict.failures()) : "PASSED";
    }

    /** {@code 1 new, 2 known}; empty where nothing excuses anything. */
    static String standings(Verdict verdict) {
        List<String> parts = new ArrayList<>();
        for (Standing standing : Standing.values()) {
            long count = verdict.count(standing);
            if (count > 0) {
                parts.add(count + " " + standing.word());
            }
        }
        return verdict.count(Standing.NEW) == verdict.findings().size() ? "" : String.join(", ", parts);
    }

    /** {@code 3 reports, JDK 17.0.21 and 25.0.3, observation complete}. */
    public static String seen(LeakReport report) {
        int all = report.sources().size();
        TreeSet<String> jdks = new TreeSet<>();
        report.sources().forEach(source -> jdks.add(SafeText.of(source.jvm().jdk())));
        long whole = report.sources().stream()
                .filter(source -> source.agent().complete())
                .count();
        String observation = whole == all
                ? "observation complete"
                : "observation INCOMPLETE" + (all == 1 ? "" : " in " + (all - whole) + " of " + all);
        return all == 0
                ? "no reports"
                : Words.count(all, "report") + ", JDK " + String.join(" and ", jdks) + ", " + observation;
    }
}
