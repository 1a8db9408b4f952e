package io.ctxagent.model;

import io.ctxagent.model.Counts.ContextCounts;
import io.ctxagent.model.Counts.ThreadCounts;
import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;

/** The {@code counts} object. */
final class CountsJson {

    private CountsJson() {}

    static void write(JsonPush json, Counts counts) throws IOException {
        ContextCounts contexts = counts.contexts();
        ThreadCounts threads = counts.threads();
        json.beginObject("counts")
                .beginObject("contexts")
                .number("live", contexts.live())
                .number("done", contexts.done())
                .endObject()
                .beginObject("threads")
                .number("live", threads.live())
                .number("user", threads.user())
                .number("virtual", threads.virtual())
                .number("blocked", threads.blocked())
                .number("unowned", threads.unowned())
                .endObject()
                .endObject();
    }

    static Counts read(JsonPull in) throws IOException {
        ContextCounts contexts = null;
        ThreadCounts threads = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "contexts" -> contexts = contexts(in);
                case "threads" -> threads = threads(in);
                default -> in.skip();
            }
        }
        return new Counts(in.required("contexts", contexts), in.required("threads", threads));
    }

    private static ContextCounts contexts(JsonPull in) throws IOException {
        Integer live = null;
        Integer done = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "live" -> live = in.smallNumber();
                case "done" -> done = in.smallNumber();
                default -> in.skip();
            }
        }
        return new ContextCounts(in.required("live", live), in.required("done", done));
    }

    private static ThreadCounts threads(JsonPull in) throws IOException {
        Integer live = null;
        Integer user = null;
        Integer virtual = null;
        Integer blocked = null;
        Integer unowned = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "live" -> live = in.smallNumber();
                case "user" -> user = in.smallNumber();
                case "virtual" -> virtual = in.smallNumber();
                case "blocked" -> blocked = in.smallNumber();
                case "unowned" -> unowned = in.smallNumber();
                default -> in.skip();
            }
        }
        return new ThreadCounts(
                in.required("live", live),
                in.required("user", user),
                in.required("virtual", virtual),
                in.required("blocked", blocked),
                in.required("unowned", unowned));
    }
}
