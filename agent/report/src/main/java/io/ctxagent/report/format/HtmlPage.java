package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.TestNames;
import io.ctxagent.report.check.BaselineUse;
import io.ctxagent.report.check.BaselineUse.EntryUse;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.ReportSource;
import io.ctxagent.report.check.Verdict;
import java.util.Locale;

/**
 * One file that needs nothing else: no network, which its own policy forbids, and no script to be read. The script only
 * hides what does not hold the searched words.
 */
public final class HtmlPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Leak check</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; margin-bottom: .2rem; }
            code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
            input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; margin: 1rem 0; }
            details { border-left: .3rem solid gray; padding: .2rem .8rem; margin: .5rem 0; }
            details.error { border-color: #c62828; }
            details.warning { border-color: #b26a00; }
            summary { cursor: pointer; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top; }
            .faint { opacity: .7; }
            </style></head><body>
            """;

    private static final String SCRIPT = """
            <script>
            document.getElementById('search').addEventListener('input', function () {
              var words = this.value.toLowerCase().split(/\\s+/);
              document.querySelectorAll('[data-row]').forEach(function (row) {
                var text = row.textContent.toLowerCase();
                row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
              });
            });
            </script>
            """;

    private HtmlPage() {}

    public static String render(Verdict verdict) {
        StringBuilder page = new StringBuilder(HEAD)
                .append("<h1>")
                .append(safe(Headline.of(verdict)))
                .append("</h1>\n<p>")
                .append(safe(Headline.seen(verdict.report())))
                .append("</p>\n<input id=\"search\" type=\"search\" placeholder=\"Search: rule, place, test\""
                        + " aria-label=\"Search\">\n");
        if (verdict.findings().isEmpty()) {
            page.append("<p>No findings.</p>\n");
        }
        verdict.findings().forEach(judged -> finding(judged, page));
        BaselineUse use = verdict.baseline();
        if (use != null) {
            baseline(use, page);
        }
        sources(verdict, page);
        return page.append(SCRIPT).append("</body></html>\n").toString();
    }

    private static void finding(Judged judged, StringBuilder page) {
        Finding finding = judged.finding();
        String severity = finding.severity().toLowerCase(Locale.ROOT);
        page.append("<details data-row class=\"")
                .append(Markup.escaped(severity))
                .append(judged.fails() ? "\" open>" : "\">")
                .append("<summary><b>")
                .append(safe(severity + " " + FindingDetails.title(finding)))
                .append("</b> <code>")
                .append(safe(FindingDetails.site(finding)))
                .append("</code> <span class=\"faint\">")
                .append(safe(FindingDetails.standing(judged)))
                .append("</span></summary>\n<p>")
                .append(safe(finding.message()))
                .append("</p>\n<p>Fix: ")
                .append(safe(finding.fix()))
                .append("</p>\n<p class=\"faint\">fingerprint <code>")
                .append(safe(finding.fingerprint()))
                .append("</code></p>\n");
        if (!finding.tests().isEmpty()) {
            page.append("<ul>\n");
            finding.tests()
                    .forEach(test -> page.append("<li><code>")
                            .append(safe(TestNames.of(test)))
                            .append("</code></li>\n"));
            page.append("</ul>\n");
        }
        page.append("</details>\n");
    }

    private static void baseline(BaselineUse use, StringBuilder page) {
        page.append("<h2>Baseline ").append(safe(use.name())).append("</h2>\n<table>\n");
        page.append("<tr><th>rule<th>fingerprint<th>seen<th>allowed<th>reason<th></tr>\n");
        for (EntryUse each : use.entries()) {
            page.append("<tr data-row><td>")
                    .append(safe(each.entry().rule()))
                    .append("<td><code>")
                    .append(safe(each.entry().fingerprint()))
                    .append("</code><td>")
                    .append(each.count())
                    .append("<td>")
                    .append(each.entry().max())
                    .append("<td>")
                    .append(safe(each.entry().reason()))
                    .append("<td>")
                    .append(each.expired() ? "expired" : each.stale() ? "stale" : "")
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static void sources(Verdict verdict, StringBuilder page) {
        page.append("<h2>Reports</h2>\n<table>\n");
        for (ReportSource source : verdict.report().sources()) {
            page.append("<tr data-row><td><code>")
                    .append(safe(source.name()))
                    .append("</code><td>")
                    .append(safe(source.jvm().mainClass()))
                    .append("<td>JDK ")
                    .append(safe(source.jvm().jdk()))
                    .append("<td>")
                    .append(source.agent().complete() ? "complete" : "incomplete")
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static String safe(String text) {
        return Markup.escaped(SafeText.of(text));
    }
}
