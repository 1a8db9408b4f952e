package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    /** The severity of {@code finding}; one that is not known counts as an error. */
    public static Severity of(Finding finding) {
        return switch (finding.severity()) {
            case "warning" -> WARNING;
            case "note" -> NOTE;
            default -> ERROR;
        };
    }

    /** Whether {@code snapshot} has a finding as bad as this or worse. */
    public boolean reachedBy(Snapshot snapshot) {
        return snapshot.findings().stream().anyMatch(finding -> of(finding).compareTo(this) <= 0);
    }

    /** The word that snapshots and people use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The findings of {@code snapshot}, the worst first; among equals the order of the snapshot stays. */
    public static List<Finding> worstFirst(Snapshot snapshot) {
        List<Finding> sorted = new ArrayList<>();
        for (Severity severity : values()) {
            for (Finding finding : snapshot.findings()) {
                if (of(finding) == severity) {
                    sorted.add(finding);
                }
            }
        }
        return sorted;
    }

    String painted(Style style, String text) {
        return switch (this) {
            case ERROR -> style.bad(text);
            case WARNING -> style.warn(text);
            case NOTE -> text;
        };
    }
}
