package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code explain} shows of a rule. */
public final class RulePage {

    private static final int COLUMN = 11;

    private RulePage() {}

    /**
     * Draws the page.
     *
     * @param snapshot where to look for findings of the rule; null to look nowhere
     */
    public static String render(RuleText rule, @Nullable Snapshot snapshot, Style style) {
        Paragraphs page = new Paragraphs(style, COLUMN)
                .line(style.strong(rule.id() + " " + rule.slug()) + "  (" + rule.severity() + ")")
                .line("")
                .put("means", rule.means())
                .put("ignores", rule.ignores())
                .put("fix", rule.fix());
        return snapshot == null ? page.toString() : page + "\n" + found(rule, snapshot, style);
    }

    /** The findings of {@code rule} in {@code snapshot}. */
    public static List<Finding> findings(RuleText rule, Snapshot snapshot) {
        return snapshot.findings().stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .toList();
    }

    private static String found(RuleText rule, Snapshot snapshot, Style style) {
        List<Finding> findings = findings(rule, snapshot);
        if (findings.isEmpty()) {
            return "not found here\n";
        }
        StringBuilder text = new StringBuilder("found here: " + Words.count(findings.size(), "finding") + "\n");
        for (Finding finding : findings) {
            text.append(LeaksText.title(finding, style)).append('\n');
            LeaksText.details(finding, text);
        }
        return text.toString();
    }
}
