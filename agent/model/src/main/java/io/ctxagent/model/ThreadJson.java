package io.ctxagent.model;

import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of {@code threads}. */
final class ThreadJson {

    private ThreadJson() {}

    static void write(JsonPush json, ThreadRow thread) throws IOException {
        json.beginObject()
                .number("id", thread.id)
                .text("name", thread.name)
                .flag("virtual", thread.virtual)
                .flag("daemon", thread.daemon)
                .word("state", thread.state)
                .text("context", thread.context)
                .word("role", thread.role);
        if (thread.family == null) {
            json.nothing("blocked");
        } else {
            json.beginObject("blocked")
                    .word("family", thread.family)
                    .word("call", thread.call)
                    .text("target", thread.target);
            if (thread.blockedForMillis == ThreadRow.NONE) {
                json.nothing("forMillis");
            } else {
                json.number("forMillis", thread.blockedForMillis);
            }
            json.flag("cancellable", thread.cancellable).endObject();
        }
        json.text("site", thread.site).texts("stack", thread.stack).endObject();
    }

    static ThreadInfo read(JsonPull in) throws IOException {
        Long id = null;
        String name = null;
        Boolean virtual = null;
        Boolean daemon = null;
        String state = null;
        String context = null;
        String role = null;
        BlockedInfo blocked = null;
        String site = null;
        List<String> stack = List.of();
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "id" -> id = in.number();
                case "name" -> name = in.text();
                case "virtual" -> virtual = in.flag();
                case "daemon" -> daemon = in.flag();
                case "state" -> state = in.text();
                case "context" -> context = in.textOrNull();
                case "role" -> role = in.text();
                case "blocked" -> blocked = blocked(in);
                case "site" -> site = in.textOrNull();
                case "stack" -> stack = in.texts();
                default -> in.skip();
            }
        }
        return new ThreadInfo(
                in.required("id", id),
                in.required("name", name),
                in.required("virtual", virtual),
                in.required("daemon", daemon),
                in.required("state", state),
                context,
                in.required("role", role),
                blocked,
                site,
                stack);
    }

    private static @Nullable BlockedInfo blocked(JsonPull in) throws IOException {
        if (in.isNull()) {
            return null;
        }
        String family = null;
        String call = null;
        String target = null;
        Long forMillis = null;
        Boolean cancellable = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "family" -> family = in.text();
                case "call" -> call = in.text();
                case "target" -> target = in.textOrNull();
                case "forMillis" -> forMillis = in.numberOrNull();
                case "cancellable" -> cancellable = in.flag();
                default -> in.skip();
            }
        }
        return new BlockedInfo(
                in.required("family", family),
                in.required("call", call),
                target,
                forMillis,
                in.required("cancellable", cancellable));
    }
}
