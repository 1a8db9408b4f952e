package io.ctxagent.report.check;

import io.ctxagent.model.Finding;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Severity;
import io.ctxagent.report.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds a report against a policy and a baseline. */
public final class Judge {

    private final Policy policy;
    private final @Nullable Baseline baseline;
    private final Map<String, BaselineEntry> entries = new HashMap<>();

    private Judge(Policy policy, @Nullable Baseline baseline) {
        this.policy = policy;
        this.baseline = baseline;
        if (baseline != null) {
            baseline.entries().forEach(entry -> entries.put(entry.fingerprint(), entry));
        }
    }

    /**
     * Judges.
     *
     * @param baselineName what the baseline is called in reports
     */
    public static Verdict judge(
            LeakReport report, Policy policy, @Nullable Baseline baseline, @Nullable String baselineName) {
        Judge judge = new Judge(policy, baseline);
        Map<String, Integer> excess = judge.overMax(report);
        List<Judged> findings =
                report.findings().stream().map(f -> judge.judged(f, excess)).toList();
        BaselineUse use = baseline == null ? null : judge.use(report, String.valueOf(baselineName));
        return new Verdict(report, findings, use, judge.failures(report, findings, excess, use));
    }

    /** The rules with more instances than allowed, and how many they have. */
    private Map<String, Integer> overMax(LeakReport report) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Finding finding : report.findings()) {
            if (policy.max().containsKey(finding.rule()) && standing(finding) != Standing.KNOWN) {
                counts.merge(
                        finding.rule(), finding.count(), (a, b) -> (int) Math.min(Integer.MAX_VALUE, (long) a + b));
            }
        }
        counts.entrySet().removeIf(e -> e.getValue() <= policy.max().getOrDefault(e.getKey(), 0));
        return counts;
    }

    private Judged judged(Finding finding, Map<String, Integer> excess) {
        Standing standing = standing(finding);
        BaselineEntry entry = entries.get(finding.fingerprint());
        if (standing == Standing.KNOWN) {
            return new Judged(finding, standing, false, entry);
        }
        if (policy.max().containsKey(finding.rule())) {
            return excess.containsKey(finding.rule())
                    ? new Judged(finding, standing, true, entry)
                    : new Judged(finding, Standing.ALLOWED, false, entry);
        }
        boolean counts = policy.failOn() != null && Severity.of(finding).compareTo(policy.failOn()) <= 0;
        boolean excused = policy.onlyNew() && standing == Standing.GROWN;
        return new Judged(finding, standing, counts && !excused, entry);
    }

    private Standing standing(Finding finding) {
        BaselineEntry entry = entries.get(finding.fingerprint());
        if (entry == null) {
            return Standing.NEW;
        }
        if (entry.expired(policy.today())) {
            return Standing.EXPIRED;
        }
        return finding.count() > entry.max() ? Standing.GROWN : Standing.KNOWN;
    }

    private BaselineUse use(LeakReport report, String name) {
        Map<String, Integer> counts = new HashMap<>();
        report.findings().forEach(finding -> counts.put(finding.fingerprint(), finding.count()));
        List<BaselineUse.EntryUse> uses = new ArrayList<>();
        if (baseline != null) {
            for (BaselineEntry entry : baseline.entries()) {
                uses.add(new BaselineUse.EntryUse(
                        entry, counts.getOrDefault(entry.fingerprint(), 0), entry.expired(policy.today())));
            }
        }
        return new BaselineUse(name, uses);
    }

    private List<String> failures(
            LeakReport report, List<Judged> findings, Map<String, Integer> excess, @Nullable BaselineUse use) {
        List<String> failures = new ArrayList<>();
        Map<Severity, Integer> failing = new EnumMap<>(Severity.class);
        for (Judged judged : findings) {
            if (judged.fails() && !excess.containsKey(judged.finding().rule())) {
                failing.merge(Severity.of(judged.finding()), 1, Integer::sum);
            }
        }
        failing.forEach((severity, count) -> failures.add(Words.count(count, severity.word())));
        excess.forEach((rule, count) -> failures.add(
                SafeText.of(rule) + " x" + count + ", allowed " + policy.max().get(rule)));
        if (use != null) {
            baselineFailures(use, failures);
        }
        if (report.sources().size() < policy.requiredReports()) {
            failures.add(Words.count(report.sources().size(), "report") + ", required " + policy.requiredReports());
        }
        if (policy.requiredReports() > 0 && !report.unfinished().isEmpty()) {
            failures.add(Words.count(report.unfinished().size(), "JVM") + " without a report");
        }
        return failures;
    }

    private void baselineFailures(BaselineUse use, List<String> failures) {
        long expired =
                use.entries().stream().filter(BaselineUse.EntryUse::expired).count();
        if (expired > 0 && policy.failOn() != null) {
            failures.add(expired == 1 ? "1 expired baseline entry" : expired + " expired baseline entries");
        }
        if (use.stale() > 0 && policy.failOnStale()) {
            failures.add(use.stale() == 1 ? "1 stale baseline entry" : use.stale() + " stale baseline entries");
        }
    }
}
