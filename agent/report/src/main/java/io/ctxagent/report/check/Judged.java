package io.ctxagent.report.check;

import io.ctxagent.model.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One finding and what is thought of it.
 *
 * @param fails whether it makes the build fail
 * @param entry the entry of the baseline that has its fingerprint; null for none
 */
public record Judged(
        Finding finding,
        Standing standing,
        boolean fails,
        @Nullable BaselineEntry entry) {

    /** Whether the baseline excuses it. */
    public boolean known() {
        return standing == Standing.KNOWN;
    }
}
