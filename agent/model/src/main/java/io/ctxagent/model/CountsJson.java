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
                .number("done", contexts.done());
        omitted(json, contexts.omitted());
        json.endObject()
                .beginObject("threads")
                .number("live", threads.live())
                .number("user", threads.user())
                .number("virtual", threads.virtual())
                .number("blocked", threads.blocked())
                .number("unowned", threads.unowned());
        omitted(json, threads.omitted());
        json.endObject().endObject();
    }

    /** Only where there are any: it means that the list is not whole. */
    private static void omitted(JsonPush json, int count) throws IOException {
        if (count > 0) {
            json.number("omitted", count);
        }
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
        int omitted = 0;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "live" -> live = in.smallNumber();
                case "done" -> done = in.smallNumber();
                case "omitted" -> omitted = in.smallNumber();
                default -> in.skip();
            }
        }
        return new ContextCounts(in.required("live", live), in.required("done", done), omitted);
    }

    private static ThreadCounts threads(JsonPull in) throws IOException {
        Integer live = null;
        Integer user = null;
        Integer virtual = null;
        Integer blocked = null;
        Integer unowned = null;
        int omitted = 0;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "live" -> live = in.smallNumber();
                case "user" -> user = in.smallNumber();
                case "virtual" -> virtual = in.smallNumber();
                case "blocked" -> blocked = in.smallNumber();
                case "unowned" -> unowned = in.smallNumber();
                case "omitted" -> omitted = in.smallNumber();
                default -> in.skip();
            }
        }
        return new ThreadCounts(
                in.required("live", live),
                in.required("user", user),
                in.required("virtual", virtual),
                in.required("blocked", blocked),
                in.required("unowned", unowned),
                omitted);
    }
}
