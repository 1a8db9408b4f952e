package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.BaselineUse;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.ReportSource;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * {@code ctx-check/1}. An element of {@code findings} has the keys of one in {@code ctx-snapshot/1}, and besides
 * {@code standing}, {@code fails} and {@code reason}. The meaning of a key never changes; keys may be added.
 */
public final class VerdictJson {

    /** The name of this format and its version. */
    public static final String SCHEMA = "ctx-check/1";

    private VerdictJson() {}

    /** Writes the document; the stream is neither flushed nor closed. */
    public static void write(Verdict verdict, OutputStream out) throws IOException {
        try (JsonPush json = new JsonPush(out)) {
            json.beginObject()
                    .text("schema", SCHEMA)
                    .text("verdict", verdict.failed() ? "failed" : "passed")
                    .texts("failures", verdict.failures())
                    .flag("complete", verdict.report().complete())
                    .beginList("reports");
            for (ReportSource source : verdict.report().sources()) {
                source(json, source);
            }
            json.endList().texts("unfinished", verdict.report().unfinished()).beginList("findings");
            for (Judged judged : verdict.findings()) {
                finding(json, judged);
            }
            json.endList();
            baseline(json, verdict.baseline());
            json.endObject().newLine();
        }
    }

    private static void source(JsonPush json, ReportSource source) throws IOException {
        json.beginObject()
                .text("name", source.name())
                .number("pid", source.jvm().pid())
                .text("mainClass", source.jvm().mainClass())
                .text("jdk", source.jvm().jdk())
                .text("startedAt", source.jvm().startedAt().toString())
                .text("agent", source.agent().version())
                .flag("complete", source.agent().complete())
                .number("droppedEvents", source.agent().droppedEvents())
                .endObject();
    }

    private static void finding(JsonPush json, Judged judged) throws IOException {
        Finding finding = judged.finding();
        BaselineEntry entry = judged.entry();
        json.beginObject()
                .text("rule", finding.rule())
                .text("slug", finding.slug())
                .text("severity", finding.severity())
                .text("origin", finding.origin())
                .text("fingerprint", finding.fingerprint())
                .number("count", finding.count())
                .number("oldestMillis", finding.oldestMillis())
                .texts("contexts", finding.contexts())
                .numbers("threads", finding.threads())
                .text("site", finding.site())
                .text("message", finding.message())
                .text("fix", finding.fix())
                .texts("tests", finding.tests())
                .text("standing", judged.standing().word())
                .flag("fails", judged.fails())
                .text("reason", entry == null ? null : entry.reason())
                .endObject();
    }

    private static void baseline(JsonPush json, @Nullable BaselineUse use) throws IOException {
        if (use == null) {
            json.nothing("baseline");
            return;
        }
        json.beginObject("baseline").text("name", use.name()).beginList("entries");
        for (BaselineUse.EntryUse each : use.entries()) {
            BaselineEntry entry = each.entry();
            LocalDate expires = entry.expires();
            json.beginObject()
                    .text("fingerprint", entry.fingerprint())
                    .text("rule", entry.rule())
                    .number("count", each.count())
                    .number("max", entry.max())
                    .text("reason", entry.reason())
                    .text("owner", entry.owner())
                    .text("expires", expires == null ? null : expires.toString())
                    .flag("stale", each.stale())
                    .flag("expired", each.expired())
                    .endObject();
        }
        json.endList().endObject();
    }
}
