package io.ctxagent.report.html;

import io.ctxagent.model.Finding;
import io.ctxagent.report.HumanDuration;
import io.ctxagent.report.RuleBook;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Severity;
import io.ctxagent.report.TestNames;
import io.ctxagent.report.Words;
import org.jspecify.annotations.Nullable;

/** One finding, to be opened: what is wrong, what to do, and where in the tree it is. */
final class FindingCard {

    private static final int MAX_LINKS = 20;

    private FindingCard() {}

    /**
     * Writes one.
     *
     * @param note a word about it beside its place; may be empty
     * @param rows the tree that is on the same page; null where there is none
     */
    static void write(Finding finding, String note, boolean open, @Nullable Rows rows, Html html) {
        String severity = Severity.of(finding).word();
        html.open(
                "details",
                open
                        ? new String[] {"class", "card " + severity, "open", ""}
                        : new String[] {"class", "card " + severity});
        html.open("summary")
                .element("b", severity + " " + SafeText.of(finding.rule()) + " " + SafeText.of(finding.slug()))
                .text(finding.count() > 1 ? " x" + finding.count() : "")
                .text(" ");
        String site = finding.site();
        html.open("code")
                .name(site == null ? "no place known" : SafeText.of(site))
                .close("code");
        if (!note.isEmpty()) {
            html.text(" ").element("span", note, "class", "faint");
        }
        html.close("summary").line();
        html.element("p", SafeText.of(finding.message())).line();
        if (!finding.fix().isEmpty()) {
            html.open("p")
                    .element("b", "Fix:")
                    .text(" " + SafeText.of(finding.fix()))
                    .close("p")
                    .line();
        }
        RuleBook.find(finding.rule())
                .ifPresent(rule -> html.element("p", "The rule: " + rule.means(), "class", "faint")
                        .line());
        where(finding, rows, html);
        if (!finding.tests().isEmpty()) {
            html.text("Seen in").open("ul").line();
            finding.tests()
                    .forEach(test ->
                            html.open("li").name(TestNames.of(test)).close("li").line());
            html.close("ul").line();
        }
        html.close("details").line();
    }

    private static void where(Finding finding, @Nullable Rows rows, Html html) {
        html.open("p", "class", "faint").text("fingerprint ").element("code", SafeText.of(finding.fingerprint()));
        if (!finding.origin().equals("application")) {
            html.text("; in " + SafeText.of(finding.origin()) + " code");
        }
        if (finding.oldestMillis() > 0) {
            html.text("; oldest " + HumanDuration.of(finding.oldestMillis()));
        }
        if (!finding.threads().isEmpty()) {
            html.text("; " + (finding.threads().size() == 1 ? "thread #" : "threads ")
                    + Words.some(finding.threads(), MAX_LINKS));
        }
        if (!finding.contexts().isEmpty()) {
            html.text(finding.contexts().size() == 1 ? "; context" : "; contexts");
            int shown = Math.min(MAX_LINKS, finding.contexts().size());
            for (String id : finding.contexts().subList(0, shown)) {
                Row row = rows == null ? null : rows.of(id);
                html.text(" ");
                if (row == null) {
                    html.element("code", SafeText.of(id));
                } else {
                    html.element("a", SafeText.of(id), "href", "#" + row.anchor);
                }
            }
            if (finding.contexts().size() > shown) {
                html.text(" and " + (finding.contexts().size() - shown) + " more");
            }
        }
        html.close("p").line();
    }
}
