package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.io.OutputStream;

/**
 * GitLab's code quality report: one entry for each fingerprint, as GitLab would fold equal ones into one. What the baseline
 * covers is not in it.
 */
public final class GitLabCodeQuality {

    private GitLabCodeQuality() {}

    /** Writes the document; the stream is neither flushed nor closed. */
    public static void write(Verdict verdict, SourceTree tree, OutputStream out) throws IOException {
        try (JsonPush json = JsonPush.indented(out)) {
            json.beginList();
            for (Judged judged : verdict.findings()) {
                if (!judged.known()) {
                    entry(json, judged.finding(), tree);
                }
            }
            json.endList().newLine();
        }
    }

    private static void entry(JsonPush json, Finding finding, SourceTree tree) throws IOException {
        CodePlace place = CodePlace.of(finding.site(), tree);
        json.beginObject()
                .text("description", FindingDetails.title(finding) + ": " + SafeText.of(finding.message()))
                .text("check_name", SafeText.of(finding.rule()))
                .text("fingerprint", SafeText.of(finding.fingerprint()))
                .text("severity", severity(finding))
                .beginObject("location")
                .text("path", SafeText.of(place.path()))
                .beginObject("lines")
                .number("begin", place.line())
                .endObject()
                .endObject()
                .endObject();
    }

    private static String severity(Finding finding) {
        return switch (Severity.of(finding)) {
            case ERROR -> "critical";
            case WARNING -> "major";
            case NOTE -> "info";
        };
    }
}
