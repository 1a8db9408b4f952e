package io.ctxagent.report.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report comes to.
 *
 * @param findings every finding of the report, in its order
 * @param baseline what the baseline was good for; null where there is none
 * @param failures why the build fails, in a few words each; empty when it does not
 */
public record Verdict(
        LeakReport report, List<Judged> findings, @Nullable BaselineUse baseline, List<String> failures) {

    public Verdict {
        findings = List.copyOf(findings);
        failures = List.copyOf(failures);
    }

    /** Whether the build fails. */
    public boolean failed() {
        return !failures.isEmpty();
    }

    /** How many findings stand so. */
    public long count(Standing standing) {
        return findings.stream().filter(judged -> judged.standing() == standing).count();
    }
}
