package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.check.BaselineUse;
import io.ctxagent.report.check.BaselineUse.EntryUse;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Verdict;
import java.nio.charset.StandardCharsets;

/** Markdown for a job summary or a comment: the verdict, a table, and each finding that the baseline does not cover. */
public final class MarkdownPage {

    private static final String CUT = "\n\n**Truncated:** there is no room for more here.\n";

    private MarkdownPage() {}

    public static String render(Verdict verdict) {
        return render(verdict, Integer.MAX_VALUE);
    }

    /**
     * The same, cut at the end of a finding.
     *
     * @param maxBytes how long it may be in UTF-8; never less than a short notice
     */
    public static String render(Verdict verdict, int maxBytes) {
        StringBuilder page = new StringBuilder("## Leak check: ")
                .append(verdict.failed() ? "failed" : "passed")
                .append("\n\n")
                .append(escaped(Headline.of(verdict)))
                .append("\\\n")
                .append(escaped(Headline.seen(verdict.report())))
                .append('\n');
        int bytes = bytes(page.toString()) + bytes(CUT);
        for (Judged judged : verdict.findings()) {
            if (!judged.known()) {
                String part = finding(judged);
                bytes += bytes(part);
                if (bytes > maxBytes) {
                    return page.append(CUT).toString();
                }
                page.append(part);
            }
        }
        BaselineUse use = verdict.baseline();
        if (use != null) {
            String part = baseline(use);
            page.append(bytes + bytes(part) > maxBytes ? CUT : part);
        }
        return page.toString();
    }

    private static String finding(Judged judged) {
        Finding finding = judged.finding();
        StringBuilder part = new StringBuilder("\n### ")
                .append(escaped(finding.severity() + " " + FindingDetails.title(finding)))
                .append("\n\n")
                .append(escaped(SafeText.of(finding.message())))
                .append("\n\n- ")
                .append(escaped(FindingDetails.at(finding)))
                .append("\n- fix: ")
                .append(escaped(SafeText.of(finding.fix())))
                .append("\n- ")
                .append(escaped(FindingDetails.standing(judged)))
                .append(", fingerprint ")
                .append(escaped(SafeText.of(finding.fingerprint())))
                .append('\n');
        for (String fact : FindingDetails.facts(finding)) {
            part.append("- ").append(escaped(fact)).append('\n');
        }
        return part.toString();
    }

    private static String baseline(BaselineUse use) {
        StringBuilder part = new StringBuilder("\n### Baseline ")
                .append(escaped(SafeText.of(use.name())))
                .append("\n\n| rule | fingerprint | seen | allowed | reason | |\n|---|---|---|---|---|---|\n");
        for (EntryUse each : use.entries()) {
            String state = each.expired() ? "expired" : each.stale() ? "stale" : "";
            part.append("| ")
                    .append(escaped(SafeText.of(each.entry().rule())))
                    .append(" | ")
                    .append(escaped(SafeText.of(each.entry().fingerprint())))
                    .append(" | ")
                    .append(each.count())
                    .append(" | ")
                    .append(each.entry().max())
                    .append(" | ")
                    .append(escaped(SafeText.of(each.entry().reason())))
                    .append(" | ")
                    .append(state)
                    .append(" |\n");
        }
        return part.toString();
    }

    /** No name may bring markup, links, tables or a mention of somebody. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '@' -> escaped.append("&#64;");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '#', '!', '$' ->
                    escaped.append('\\').append(c);
                case '-', '+', '=' -> escaped.append(i == 0 ? "\\" : "").append(c); // a list, or a line below a heading
                case ':' -> escaped.append(text.startsWith("//", i + 1) ? "&#58;" : ":");
                case '.' -> escaped.append(i >= 3 && text.regionMatches(true, i - 3, "www", 0, 3) ? "&#46;" : ".");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
