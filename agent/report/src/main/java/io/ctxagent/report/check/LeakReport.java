package io.ctxagent.report.check;

import io.ctxagent.model.Finding;
import java.util.List;

/**
 * The findings of one JVM or of many.
 *
 * @param sources the JVMs, in the order in which they were read
 * @param findings one for each fingerprint; the worst first, then by rule and fingerprint, so that two runs with the same
 *     leaks give the same order
 * @param unfinished the marks of JVMs that have begun and written no report: they were killed, or still run
 */
public record LeakReport(List<ReportSource> sources, List<Finding> findings, List<String> unfinished) {

    public LeakReport {
        sources = List.copyOf(sources);
        findings = List.copyOf(findings);
        unfinished = List.copyOf(unfinished);
    }

    /** Whether every JVM was seen whole. */
    public boolean complete() {
        return sources.stream().allMatch(source -> source.agent().complete());
    }
}
