package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * JUnit's XML: a finding is a test case of the class {@code ctx.<rule>}, failed when it makes the build fail, skipped when
 * it does not. GitLab takes 30 MB at most and shows the beginning of a body only, so the verdict comes first and the last
 * case says what had no room.
 */
public final class JUnitXml {

    /** GitLab's limit, less what the frame around the cases needs. */
    static final int MAX_BYTES = 30_000_000;

    private static final int ROOM_FOR_THE_FRAME = 10_000;

    private JUnitXml() {}

    public static String render(Verdict verdict) {
        Cases cases = new Cases();
        int leftOut = 0;
        for (Judged judged : verdict.findings()) {
            leftOut += cases.add(judged) ? 0 : 1;
        }
        if (leftOut > 0) {
            cases.addFailure("ctx", leftOut + " more findings", leftOut + " more findings had no room here");
        }
        if (verdict.failed() && cases.failed == 0) {
            cases.addFailure("ctx", "verdict", Headline.of(verdict));
        }
        if (cases.all == 0) {
            cases.addPassed("ctx", "no leaks");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"ctx\" tests=\"" + cases.all
                + "\" failures=\"" + cases.failed + "\" errors=\"0\" skipped=\"" + cases.skipped + "\" time=\"0\">\n"
                + cases.xml + "<system-out>" + escaped(Headline.of(verdict) + "; " + Headline.seen(verdict.report()))
                + "</system-out>\n</testsuite>\n</testsuites>\n";
    }

    /** The cases so far. */
    private static final class Cases {

        private final StringBuilder xml = new StringBuilder();
        private int bytes;
        private int all;
        private int failed;
        private int skipped;

        /** Whether there was room. */
        boolean add(Judged judged) {
            Finding finding = judged.finding();
            String name = SafeText.of(finding.fingerprint()) + " " + FindingDetails.site(finding);
            String open = open("ctx." + SafeText.of(finding.rule()), name);
            String verdict = FindingDetails.title(finding) + ", " + FindingDetails.standing(judged);
            String text = judged.fails()
                    ? open + failure(verdict, body(judged, verdict)) + "</testcase>\n"
                    : open + "<skipped message=\"" + escaped(verdict) + "\"/></testcase>\n";
            int more = utf8(text);
            if (bytes + more > MAX_BYTES - ROOM_FOR_THE_FRAME) {
                return false;
            }
            bytes += more;
            xml.append(text);
            all++;
            failed += judged.fails() ? 1 : 0;
            skipped += judged.fails() ? 0 : 1;
            return true;
        }

        void addFailure(String type, String name, String message) {
            xml.append(open(type, name)).append(failure(message, message)).append("</testcase>\n");
            all++;
            failed++;
        }

        void addPassed(String type, String name) {
            xml.append(open(type, name)).append("</testcase>\n");
            all++;
        }

        private static String open(String type, String name) {
            return "<testcase classname=\"" + escaped(type) + "\" name=\"" + escaped(name) + "\" time=\"0\">";
        }

        private static String failure(String message, String body) {
            return "<failure message=\"" + escaped(message) + "\" type=\"leak\">" + escaped(body) + "</failure>";
        }

        private static String body(Judged judged, String verdict) {
            Finding finding = judged.finding();
            List<String> lines = new ArrayList<>();
            lines.add(verdict);
            lines.add(FindingDetails.at(finding));
            lines.add(SafeText.of(finding.message()));
            lines.add("fix: " + SafeText.of(finding.fix()));
            lines.addAll(FindingDetails.facts(finding));
            return String.join("\n", lines);
        }
    }

    private static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static String escaped(String text) {
        return Markup.escaped(text);
    }
}
