package io.ctxagent.report.check;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One finding that a team knows and lives with for now.
 *
 * @param rule {@code CTX101}; for the reader, as the fingerprint holds it too
 * @param site where it is, for the reader; null where nobody knows
 * @param max how many instances are put up with
 * @param reason why; never blank
 * @param owner who minds; null for nobody in particular
 * @param expires the last day, in UTC, on which the entry holds; null for no end
 */
public record BaselineEntry(
        String fingerprint,
        String rule,
        @Nullable String site,
        int max,
        String reason,
        @Nullable String owner,
        @Nullable LocalDate expires) {

    public BaselineEntry {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an entry needs a reason");
        }
    }

    /** Whether {@code today} is behind its last day. */
    public boolean expired(LocalDate today) {
        return expires != null && today.isAfter(expires);
    }

    BaselineEntry withMax(int lower) {
        return new BaselineEntry(fingerprint, rule, site, lower, reason, owner, expires);
    }
}
