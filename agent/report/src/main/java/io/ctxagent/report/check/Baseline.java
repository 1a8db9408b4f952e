package io.ctxagent.report.check;

import io.ctxagent.model.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The findings that are known: {@code ctx-baseline/1}. Its counts only ever go down.
 *
 * @param entries by rule, then by fingerprint; each fingerprint once
 */
public record Baseline(List<BaselineEntry> entries) {

    /** The name of this format and its version. */
    public static final String SCHEMA = "ctx-baseline/1";

    /** It says of the observation, not of the code, that something is wrong: nobody can put up with it by count. */
    private static final String INCOMPLETE = "CTX901";

    private static final Comparator<BaselineEntry> ORDER =
            Comparator.comparing(BaselineEntry::rule).thenComparing(BaselineEntry::fingerprint);

    public Baseline {
        entries = entries.stream().sorted(ORDER).toList();
    }

    /** A first one: every finding of {@code report} at its present count. */
    public static Baseline of(LeakReport report, String reason, @Nullable String owner, @Nullable LocalDate expires) {
        List<BaselineEntry> entries = new ArrayList<>();
        for (Finding finding : report.findings()) {
            if (!finding.rule().equals(INCOMPLETE)) {
                entries.add(new BaselineEntry(
                        finding.fingerprint(),
                        finding.rule(),
                        withoutLine(finding.site()),
                        finding.count(),
                        reason,
                        owner,
                        expires));
            }
        }
        return new Baseline(entries);
    }

    /** The same with each {@code max} lowered to what was seen; what was not seen at all stays as it is. */
    public Baseline lowered(LeakReport report) {
        Map<String, Integer> counts = counts(report);
        return new Baseline(entries.stream()
                .map(entry -> {
                    int seen = counts.getOrDefault(entry.fingerprint(), 0);
                    return seen > 0 && seen < entry.max() ? entry.withMax(seen) : entry;
                })
                .toList());
    }

    /** The same without the entries that nothing was seen of. */
    public Baseline pruned(LeakReport report) {
        Map<String, Integer> counts = counts(report);
        return new Baseline(entries.stream()
                .filter(entry -> counts.containsKey(entry.fingerprint()))
                .toList());
    }

    private static Map<String, Integer> counts(LeakReport report) {
        Map<String, Integer> counts = new HashMap<>();
        for (Finding finding : report.findings()) {
            counts.put(finding.fingerprint(), finding.count());
        }
        return counts;
    }

    // shop.Cache.start(Cache.java:52) as shop.Cache.start: a line would be wrong after the next change.
    private static @Nullable String withoutLine(@Nullable String site) {
        int bracket = site == null ? -1 : site.indexOf('(');
        return site == null || bracket < 0 ? site : site.substring(0, bracket);
    }
}
