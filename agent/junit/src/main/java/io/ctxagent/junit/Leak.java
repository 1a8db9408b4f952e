package io.ctxagent.junit;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One finding of the agent's. */
record Leak(
        String rule,
        String slug,
        String severity,
        String origin,
        String fingerprint,
        int count,
        @Nullable String site,
        String message,
        String fix) {

    private static final Pattern SITE = Pattern.compile("(.+)\\.([^.]+)\\(([^:)]+)(?::(\\d+))?\\)");

    /**
     * @param finding as {@code io.ctxagent.boot.Tests.end} gives it
     */
    static Leak of(Map<String, Object> finding) {
        return new Leak(
                text(finding, "rule"),
                text(finding, "slug"),
                text(finding, "severity"),
                text(finding, "origin"),
                text(finding, "fingerprint"),
                finding.get("count") instanceof Integer count ? count : 1,
                finding.get("site") instanceof String site ? site : null,
                text(finding, "message"),
                text(finding, "fix"));
    }

    private static String text(Map<String, Object> finding, String key) {
        return String.valueOf(finding.get(key));
    }

    /** {@link #site} for a stack trace; null where it is not known. */
    @Nullable
    StackTraceElement frame() {
        Matcher parts = site == null ? null : SITE.matcher(site);
        if (parts == null || !parts.matches()) {
            return null;
        }
        String line = parts.group(4);
        return new StackTraceElement(
                parts.group(1), parts.group(2), parts.group(3), line == null ? -1 : Integer.parseInt(line));
    }
}
