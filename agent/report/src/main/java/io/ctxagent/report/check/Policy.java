package io.ctxagent.report.check;

import io.ctxagent.report.Severity;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a build puts up with.
 *
 * @param failOn findings as bad as this fail; null for none
 * @param max how many instances of a rule are allowed, baseline not counted; more of them fail whatever their severity
 * @param onlyNew more instances than the baseline allows do not fail
 * @param failOnStale entries of the baseline that nothing was seen of fail
 * @param requiredReports how many JVMs must have written a report; 0 for none, otherwise every one that has begun must,
 *     too
 * @param today the day by which entries expire, in UTC
 */
public record Policy(
        @Nullable Severity failOn,
        Map<String, Integer> max,
        boolean onlyNew,
        boolean failOnStale,
        int requiredReports,
        LocalDate today) {

    public Policy {
        max = Map.copyOf(max);
    }

    /** Findings as bad as {@code failOn} fail, and nothing else is asked for. */
    public static Policy of(@Nullable Severity failOn, LocalDate today) {
        return new Policy(failOn, Map.of(), false, false, 0, today);
    }
}
