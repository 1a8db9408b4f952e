package io.ctxagent.cli.watch;

import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.WatchLook;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** One line of JSON for each look: {@code ctxinspect-watch/1}. */
public final class WatchJson {

    private static final String SCHEMA = "ctxinspect-watch/1";

    private WatchJson() {}

    /** Writes the line and flushes it: somebody may be reading along. */
    public static void write(WatchLook look, OutputStream out) {
        try (JsonPush json = new JsonPush(out)) {
            Counts counts = look.snapshot().counts();
            json.beginObject().text("schema", SCHEMA).text("at", look.at().toString());
            json.flag("complete", look.snapshot().agent().complete());
            json.beginObject("contexts")
                    .number("live", counts.contexts().live())
                    .number("done", counts.contexts().done())
                    .number("new", look.born().size())
                    .number("gone", look.gone());
            if (counts.contexts().omitted() > 0) {
                json.number("omitted", counts.contexts().omitted());
            }
            json.endObject();
            Counts.ThreadCounts threads = counts.threads();
            json.beginObject("threads")
                    .number("live", threads.live())
                    .number("user", threads.user())
                    .number("virtual", threads.virtual())
                    .number("blocked", threads.blocked())
                    .number("unowned", threads.unowned())
                    .endObject();
            json.beginList("findings");
            for (Finding finding : look.snapshot().findings()) {
                head(json, finding)
                        .number("count", finding.count())
                        .number("oldestMillis", finding.oldestMillis())
                        .flag("new", look.fresh().contains(finding.fingerprint()))
                        .endObject();
            }
            json.endList().beginList("released");
            for (WatchLook.Released released : look.released()) {
                head(json, released.finding())
                        .number("afterMillis", released.afterMillis())
                        .endObject();
            }
            json.endList().endObject().newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonPush head(JsonPush json, Finding finding) throws IOException {
        return json.beginObject()
                .text("fingerprint", finding.fingerprint())
                .text("rule", finding.rule())
                .text("slug", finding.slug())
                .text("severity", finding.severity())
                .text("site", finding.site());
    }
}
