package io.ctxagent.model;

import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.util.List;

/** One element of {@code contexts}. */
final class ContextJson {

    private static final List<String> STATES = List.of("live", "canceled", "deadline-exceeded");

    private ContextJson() {}

    static void write(JsonPush json, ContextRow context) throws IOException {
        json.beginObject().text("id", context.id).text("parent", context.parent).word("kind", context.kind);
        json.text("name", context.name);
        json.word("state", context.state).number("ageMillis", context.ageMillis);
        number(json, "remainingMillis", context.remainingMillis);
        number(json, "doneForMillis", context.doneForMillis);
        json.text("cause", context.cause).word("site", context.site);
        // Of a multitude, who made each is told of those that something is wrong with.
        if (!json.sparse() || context.ownerEnded || !context.findings.isEmpty()) {
            json.word("owner", context.owner).flag("ownerEnded", context.ownerEnded);
        }
        json.texts("keys", context.keys);
        threads(json, context);
        json.texts("findings", context.findings)
                .texts("causedBy", context.causedBy)
                .endObject();
    }

    private static void number(JsonPush json, String field, long value) throws IOException {
        if (value == ContextRow.NONE) {
            json.nothing(field);
        } else {
            json.number(field, value);
        }
    }

    private static void threads(JsonPush json, ContextRow context) throws IOException {
        int count = context.threadCount();
        if (count == 0 && json.sparse()) {
            return;
        }
        json.beginList("threads");
        for (int i = 0; i < count; i++) {
            json.number(context.thread(i));
        }
        json.endList();
    }

    static ContextInfo read(JsonPull in) throws IOException {
        String id = null;
        String parent = null;
        String kind = null;
        String name = null;
        String state = null;
        Long ageMillis = null;
        Long remainingMillis = null;
        Long doneForMillis = null;
        String cause = null;
        String site = null;
        String owner = null;
        boolean ownerEnded = false;
        List<String> keys = List.of();
        List<Long> threads = List.of();
        List<String> findings = List.of();
        List<String> causedBy = List.of();
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "id" -> id = in.text();
                case "parent" -> parent = in.wordOrNull();
                case "kind" -> kind = in.word();
                case "name" -> name = in.wordOrNull();
                case "state" -> state = in.oneOf(STATES);
                case "ageMillis" -> ageMillis = in.number();
                case "remainingMillis" -> remainingMillis = in.numberOrNull();
                case "doneForMillis" -> doneForMillis = in.numberOrNull();
                case "cause" -> cause = in.wordOrNull();
                case "site" -> site = in.wordOrNull();
                case "owner" -> owner = in.wordOrNull();
                case "ownerEnded" -> ownerEnded = in.flag();
                case "keys" -> keys = in.texts();
                case "threads" -> threads = in.numbers();
                case "findings" -> findings = in.texts();
                case "causedBy" -> causedBy = in.texts();
                default -> in.skip();
            }
        }
        return new ContextInfo(
                in.required("id", id),
                parent,
                in.required("kind", kind),
                name,
                in.required("state", state),
                in.required("ageMillis", ageMillis),
                remainingMillis,
                doneForMillis,
                cause,
                site,
                owner,
                ownerEnded,
                keys,
                threads,
                findings,
                causedBy);
    }
}
