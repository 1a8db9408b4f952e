package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.RuleBook;
import io.ctxagent.report.RuleText;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Standing;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SARIF 2.1.0, one run. A finding is one result at one place, told from others by {@code partialFingerprints}; what the
 * baseline covers is there, suppressed, with its reason. GitHub refuses a run with more than 25,000 results: the least of
 * them are left out, and a notification says how many.
 */
public final class Sarif {

    /** More are refused. */
    static final int MAX_RESULTS = 25_000;

    /** More tests of one finding say nothing new, and a whole file may have 10 MB when compressed. */
    private static final int MAX_TESTS = 20;

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    /**
     * Writes the document; the stream is neither flushed nor closed.
     *
     * @param version of ctxinspect
     */
    public static void write(Verdict verdict, String version, SourceTree tree, OutputStream out) throws IOException {
        List<Judged> findings = verdict.findings();
        List<Judged> shown = findings.subList(0, Math.min(MAX_RESULTS, findings.size()));
        Map<String, Integer> rules = new LinkedHashMap<>();
        List<Finding> firsts = new ArrayList<>();
        for (Judged judged : shown) {
            if (rules.putIfAbsent(judged.finding().rule(), rules.size()) == null) {
                firsts.add(judged.finding());
            }
        }
        try (JsonPush json = JsonPush.indented(out)) {
            json.beginObject().text("$schema", SCHEMA).text("version", "2.1.0").beginList("runs");
            json.beginObject();
            tool(json, version, firsts);
            invocation(json, verdict, findings.size() - shown.size());
            json.text("columnKind", "utf16CodeUnits").beginList("results");
            for (Judged judged : shown) {
                result(json, judged, rules.getOrDefault(judged.finding().rule(), 0), verdict.baseline() != null, tree);
            }
            json.endList().endObject().endList().endObject().newLine();
        }
    }

    private static void tool(JsonPush json, String version, List<Finding> rules) throws IOException {
        json.beginObject("tool")
                .beginObject("driver")
                .text("name", "ctxinspect")
                .text("version", version)
                .beginList("rules");
        for (Finding rule : rules) {
            json.beginObject().text("id", SafeText.of(rule.rule())).text("name", SafeText.of(rule.slug()));
            json.beginObject("shortDescription")
                    .text("text", SafeText.of(rule.slug()).replace('-', ' '))
                    .endObject();
            // GitHub's code scanning requires it, although the standard does not.
            json.beginObject("fullDescription").text("text", means(rule)).endObject();
            json.beginObject("help").text("text", SafeText.of(rule.fix())).endObject();
            json.beginObject("defaultConfiguration")
                    .text("level", rule.severity())
                    .endObject()
                    .endObject();
        }
        json.endList().endObject().endObject();
    }

    /** Of a rule that only a later agent has, what it says of its first finding. */
    private static String means(Finding rule) {
        return RuleBook.find(rule.rule()).map(RuleText::means).orElseGet(() -> SafeText.of(rule.message()));
    }

    private static void invocation(JsonPush json, Verdict verdict, int leftOut) throws IOException {
        json.beginList("invocations").beginObject().flag("executionSuccessful", true);
        json.beginList("toolExecutionNotifications");
        if (!verdict.report().complete()) {
            notification(json, Headline.seen(verdict.report()));
        }
        if (leftOut > 0) {
            notification(json, leftOut + " more findings are left out");
        }
        json.endList().endObject().endList();
    }

    private static void notification(JsonPush json, String text) throws IOException {
        json.beginObject().text("level", "warning").beginObject("message");
        json.text("text", text).endObject().endObject();
    }

    private static void result(JsonPush json, Judged judged, int rule, boolean baseline, SourceTree tree)
            throws IOException {
        Finding finding = judged.finding();
        json.beginObject()
                .text("ruleId", SafeText.of(finding.rule()))
                .number("ruleIndex", rule)
                .text("level", finding.severity());
        json.beginObject("message").text("text", message(finding)).endObject();
        location(json, CodePlace.of(finding.site(), tree));
        json.beginObject("partialFingerprints")
                .text("ctxFingerprint/v1", SafeText.of(finding.fingerprint()))
                .endObject();
        json.number("occurrenceCount", Math.max(1, finding.count()));
        if (baseline) {
            json.text("baselineState", judged.standing() == Standing.NEW ? "new" : "unchanged");
        }
        BaselineEntry entry = judged.entry();
        if (judged.known() && entry != null) {
            json.beginList("suppressions").beginObject().text("kind", "external");
            json.text("justification", SafeText.of(entry.reason())).endObject().endList();
        }
        List<String> tests =
                finding.tests().stream().limit(MAX_TESTS).map(SafeText::of).toList();
        json.beginObject("properties")
                .text("origin", SafeText.of(finding.origin()))
                .texts("tests", tests)
                .endObject();
        json.endObject();
    }

    private static void location(JsonPush json, CodePlace place) throws IOException {
        json.beginList("locations").beginObject().beginObject("physicalLocation");
        json.beginObject("artifactLocation").text("uri", uri(place.path()));
        json.text("uriBaseId", "%SRCROOT%").endObject();
        json.beginObject("region").number("startLine", place.line()).endObject().endObject();
        json.beginList("logicalLocations").beginObject();
        json.text("fullyQualifiedName", SafeText.of(place.method())).text("kind", "function");
        json.endObject().endList().endObject().endList();
    }

    /** What is in square brackets would be read as a link. */
    private static String message(Finding finding) {
        String text = SafeText.of(finding.message()) + " " + SafeText.of(finding.fix());
        return text.replace("[", "\\[").replace("]", "\\]").strip();
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
