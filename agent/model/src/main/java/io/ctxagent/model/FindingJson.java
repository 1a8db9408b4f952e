package io.ctxagent.model;

import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.util.List;

/** One element of {@code findings}. */
final class FindingJson {

    private static final List<String> SEVERITIES = List.of("error", "warning", "note");

    private FindingJson() {}

    static void write(JsonPush json, Finding finding) throws IOException {
        json.beginObject()
                .text("rule", finding.rule())
                .text("slug", finding.slug())
                .text("severity", finding.severity())
                .text("origin", finding.origin())
                .text("fingerprint", finding.fingerprint())
                .number("count", finding.count())
                .number("oldestMillis", finding.oldestMillis());
        contexts(json, finding.contexts());
        json.numbers("threads", finding.threads())
                .text("site", finding.site())
                .text("message", finding.message())
                .text("fix", finding.fix())
                .texts("tests", finding.tests())
                .endObject();
    }

    private static void contexts(JsonPush json, List<String> contexts) throws IOException {
        if (!(contexts instanceof ContextIds ids)) {
            json.texts("contexts", contexts);
            return;
        }
        StringBuilder id = new StringBuilder();
        json.beginList("contexts");
        for (int i = 0; i < ids.size(); i++) {
            id.setLength(0);
            json.text(id.append('c').append(ids.number(i)).append(ids.suffix()));
        }
        json.endList();
    }

    /** @param most ids of contexts that are kept */
    static Finding read(JsonPull in, int most) throws IOException {
        String rule = null;
        String slug = null;
        String severity = null;
        String origin = null;
        String fingerprint = null;
        Integer count = null;
        Long oldestMillis = null;
        List<String> contexts = List.of();
        List<Long> threads = List.of();
        String site = null;
        String message = null;
        String fix = null;
        List<String> tests = List.of();
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "rule" -> rule = in.text();
                case "slug" -> slug = in.text();
                case "severity" -> severity = in.oneOf(SEVERITIES);
                case "origin" -> origin = in.text();
                case "fingerprint" -> fingerprint = in.text();
                case "count" -> count = in.smallNumber();
                case "oldestMillis" -> oldestMillis = in.number();
                case "contexts" -> contexts = in.texts(most);
                case "threads" -> threads = in.numbers();
                case "site" -> site = in.textOrNull();
                case "message" -> message = in.text();
                case "fix" -> fix = in.text();
                case "tests" -> tests = in.texts();
                default -> in.skip();
            }
        }
        return new Finding(
                in.required("rule", rule),
                in.required("slug", slug),
                in.required("severity", severity),
                in.required("origin", origin),
                in.required("fingerprint", fingerprint),
                in.required("count", count),
                in.required("oldestMillis", oldestMillis),
                contexts,
                threads,
                site,
                in.required("message", message),
                in.required("fix", fix),
                tests);
    }
}
