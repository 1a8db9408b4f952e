package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Workflow commands that GitHub shows beside the code. It shows ten of a kind for each step and drops the rest without a
 * word: with more than ten, the tenth says how many there are.
 */
public final class GitHubAnnotations {

    /** Of each kind. */
    static final int MAX = 10;

    private GitHubAnnotations() {}

    /** One command to a line; what the baseline covers has none. */
    public static String render(Verdict verdict, SourceTree tree) {
        StringBuilder text = new StringBuilder();
        for (Severity severity : Severity.values()) {
            List<String> commands = new ArrayList<>();
            for (Judged judged : verdict.findings()) {
                if (!judged.known() && Severity.of(judged.finding()) == severity) {
                    commands.add(finding(kind(severity), judged, tree));
                }
            }
            if (severity == Severity.ERROR && verdict.failed()) {
                commands.add(0, command("error", "title=Leak check", Headline.of(verdict)));
            }
            append(text, kind(severity), commands);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String kind, List<String> commands) {
        boolean all = commands.size() <= MAX;
        int shown = all ? commands.size() : MAX - 1;
        commands.subList(0, shown).forEach(command -> text.append(command).append('\n'));
        if (!all) {
            String more = commands.size() - shown + " more, see the job summary";
            text.append(command(kind, "title=Leak check", more)).append('\n');
        }
    }

    private static String finding(String kind, Judged judged, SourceTree tree) {
        Finding finding = judged.finding();
        CodePlace place = CodePlace.of(finding.site(), tree);
        String title = FindingDetails.title(finding);
        String where = finding.site() == null
                ? "title=" + property(title)
                : "file=" + property(SafeText.of(place.path())) + ",line=" + place.line() + ",title=" + property(title);
        List<String> lines = new ArrayList<>();
        lines.add(SafeText.of(finding.message()));
        lines.add("Fix: " + SafeText.of(finding.fix()));
        lines.addAll(FindingDetails.facts(finding));
        lines.add("Fingerprint " + SafeText.of(finding.fingerprint()));
        return command(kind, where, String.join("\n", lines));
    }

    private static String command(String kind, String properties, String message) {
        return "::" + kind + " " + properties + "::" + data(message);
    }

    private static String kind(Severity severity) {
        return severity == Severity.NOTE ? "notice" : severity.word();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
