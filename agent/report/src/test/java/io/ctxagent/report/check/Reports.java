package io.ctxagent.report.check;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Findings, snapshots and baselines for tests. */
public final class Reports {

    public static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    /** What a request, a test or a thread could be called by somebody who means harm. */
    public static final String HOSTILE =
            "</script><img src=x onerror=alert(1)>\"'&]]>\u001b[31m\u0000\u202e\uFFFE\n::error::x\r\n##[error]y%0A"
                    + "[click](http://evil.example/) https://evil.example @team |a|`b`*c*_d_ www.evil.example -- <!-- {0}";

    private Reports() {}

    public static Finding finding(String rule, String severity, String fingerprint, int count, String... tests) {
        return new Finding(
                rule,
                "a-slug",
                severity,
                "application",
                fingerprint,
                count,
                count * 100L,
                List.of("c" + count),
                List.of((long) count),
                "shop.Orders.find(Orders.java:" + count + ")",
                "Seen " + count + " times.",
                "mend it.",
                List.of(tests));
    }

    /** Every text in it is {@code text}. */
    public static Finding finding(String text) {
        return new Finding(
                text,
                text,
                "error",
                text,
                text,
                3,
                9000,
                List.of(text),
                List.of(1L),
                text + "(" + text + ":7)",
                text,
                text,
                List.of(text));
    }

    public static List<Finding> many(int count, String severity) {
        return IntStream.range(0, count)
                .mapToObj(i -> finding("CTX101", severity, String.format("%016x", i), 1))
                .toList();
    }

    public static Snapshot snapshot(Finding... findings) {
        return snapshot(true, List.of(findings));
    }

    public static Snapshot snapshot(boolean complete, List<Finding> findings) {
        return new Snapshot(
                Snapshot.SCHEMA,
                new JvmInfo(4711, "shop.Main", "25.0.3", Instant.parse("2026-11-22T08:00:00Z"), 900, "app"),
                new AgentInfo("0.1.0", "observe", "startup", complete, 0, List.of()),
                new Counts(new Counts.ContextCounts(0, 0), new Counts.ThreadCounts(0, 0, 0, 0, 0)),
                List.of(),
                List.of(),
                findings);
    }

    public static LeakReport report(Finding... findings) {
        return ReportMerge.single("ctx-leaks-4711.json", snapshot(findings));
    }

    public static Verdict verdict(List<Finding> findings) {
        LeakReport report = ReportMerge.single("ctx-leaks-4711.json", snapshot(true, findings));
        return Judge.judge(report, Policy.of(Severity.ERROR, TODAY), null, null);
    }

    public static BaselineEntry entry(String fingerprint, int max) {
        return new BaselineEntry(fingerprint, "CTX101", "shop.Orders.find", max, "JIRA-812", null, null);
    }

    public static BaselineEntry expiring(String fingerprint, int max, LocalDate expires) {
        return new BaselineEntry(fingerprint, "CTX101", null, max, "JIRA-812", "team-price", expires);
    }
}
