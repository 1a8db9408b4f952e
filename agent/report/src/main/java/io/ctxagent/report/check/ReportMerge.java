package io.ctxagent.report.check;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes one report of many snapshots, and holds no more of each than its findings. Of the findings with one fingerprint it
 * adds the counts and unites the tests; words and place are those of the oldest instance. Ids of contexts and threads mean
 * something within their own JVM only, so they stay only where all instances are of one. Not thread-safe.
 */
public final class ReportMerge {

    private static final Comparator<Finding> ORDER = Comparator.<Finding, Severity>comparing(Severity::of)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::fingerprint);

    private final List<ReportSource> sources = new ArrayList<>();
    private final List<String> unfinished = new ArrayList<>();
    private final Map<String, Finding> findings = new TreeMap<>();

    /** The report of a single JVM. */
    public static LeakReport single(String name, Snapshot snapshot) {
        return new ReportMerge().add(name, snapshot).report();
    }

    /**
     * Adds the snapshot of one more JVM.
     *
     * @param name the file that it was read from, or what the user called the JVM
     */
    public ReportMerge add(String name, Snapshot snapshot) {
        sources.add(ReportSource.of(name, snapshot));
        for (Finding finding : snapshot.findings()) {
            findings.merge(finding.fingerprint(), finding, ReportMerge::both);
        }
        return this;
    }

    /** Notes a JVM that has begun and written no report. */
    public ReportMerge unfinished(String mark) {
        unfinished.add(mark);
        return this;
    }

    /** What was added so far. */
    public LeakReport report() {
        return new LeakReport(sources, findings.values().stream().sorted(ORDER).toList(), unfinished);
    }

    private static Finding both(Finding first, Finding second) {
        Finding oldest = second.oldestMillis() > first.oldestMillis() ? second : first;
        Finding worst = Severity.of(second).compareTo(Severity.of(first)) < 0 ? second : first;
        TreeSet<String> tests = new TreeSet<>(first.tests());
        tests.addAll(second.tests());
        return new Finding(
                first.rule(),
                first.slug(),
                worst.severity(),
                first.origin(),
                first.fingerprint(),
                sum(first.count(), second.count()),
                oldest.oldestMillis(),
                List.of(),
                List.of(),
                oldest.site(),
                oldest.message(),
                oldest.fix(),
                List.copyOf(tests));
    }

    private static int sum(int first, int second) {
        return (int) Math.min(Integer.MAX_VALUE, (long) first + second);
    }
}
