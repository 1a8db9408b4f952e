package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The findings for people: the verdict first, then each with its place, its reason and its remedy. */
public final class LeaksText {

    private static final int WIDTH = 80;
    private static final String INDENT = "         ";

    private LeaksText() {}

    public static String render(Snapshot snapshot, Style style) {
        StringBuilder text = new StringBuilder(verdict(snapshot, style)).append('\n');
        if (!snapshot.agent().complete()) {
            text.append(style.warn("observation INCOMPLETE")).append('\n').append(Header.incomplete(snapshot));
        }
        for (Finding finding : Severity.worstFirst(snapshot)) {
            text.append('\n').append(finding(finding, "", style));
        }
        return WorkflowCommands.disarmed(text.toString());
    }

    /**
     * One finding in full.
     *
     * @param note a word about it for its first line; may be empty
     */
    public static String finding(Finding finding, String note, Style style) {
        StringBuilder text = new StringBuilder(title(finding, note, style)).append('\n');
        details(finding, text);
        return text.toString();
    }

    /** {@code 3 findings: 2 errors, 1 note}. */
    static String verdict(Snapshot snapshot, Style style) {
        return counts(snapshot.findings(), style);
    }

    /** {@code 3 findings: 2 errors, 1 note}; {@code no findings}. */
    public static String counts(List<Finding> findings, Style style) {
        if (findings.isEmpty()) {
            return style.strong("no findings");
        }
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> Severity.of(finding) == severity)
                    .count();
            if (count > 0) {
                parts.add(severity.painted(style, Words.count(count, severity.word())));
            }
        }
        return style.strong(Words.count(findings.size(), "finding")) + ": " + String.join(", ", parts);
    }

    /** {@code error   CTX101 uncancelled-context x4  3c9a17e08d21f4b6}. */
    static String title(Finding finding, Style style) {
        return title(finding, "", style);
    }

    private static String title(Finding finding, String note, Style style) {
        Severity severity = Severity.of(finding);
        return severity.painted(style, String.format("%-8s", severity.word())) + " "
                + style.strong(SafeText.of(finding.rule()) + " " + SafeText.of(finding.slug()))
                + (finding.count() > 1 ? " x" + finding.count() : "")
                + (finding.origin().equals("application") ? "" : "  in " + SafeText.of(finding.origin()) + " code")
                + (note.isEmpty() ? "" : "  " + style.strong(note))
                + "  " + style.faint("fp " + SafeText.of(finding.fingerprint()));
    }

    static void details(Finding finding, StringBuilder text) {
        String site = finding.site();
        if (site != null) {
            text.append(INDENT).append("at ").append(SafeText.of(site)).append('\n');
        }
        lines(SafeText.of(finding.message()), text);
        if (!finding.fix().isEmpty()) {
            lines("fix: " + SafeText.of(finding.fix()), text);
        }
        List<String> where = new ArrayList<>();
        if (!finding.contexts().isEmpty()) {
            where.add((finding.contexts().size() == 1 ? "context " : "contexts ") + Words.some(finding.contexts(), 5));
        }
        if (!finding.threads().isEmpty()) {
            where.add((finding.threads().size() == 1 ? "thread #" : "threads ") + Words.some(finding.threads(), 5));
        }
        if (finding.oldestMillis() > 0) {
            where.add("oldest " + HumanDuration.of(finding.oldestMillis()));
        }
        if (!where.isEmpty()) {
            lines(String.join("; ", where), text);
        }
        if (!finding.tests().isEmpty()) {
            lines("seen in " + Words.some(TestNames.of(finding.tests()), 5), text);
        }
    }

    static void lines(String paragraph, StringBuilder text) {
        for (String line : Words.wrap(paragraph, WIDTH - INDENT.length())) {
            text.append(INDENT).append(line).append('\n');
        }
    }
}
