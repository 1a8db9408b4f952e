package io.ctxagent.model;

import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The {@code agent} object and its hooks. */
final class AgentJson {

    private AgentJson() {}

    static void write(JsonPush json, AgentInfo agent) throws IOException {
        json.beginObject("agent")
                .text("version", agent.version())
                .text("mode", agent.mode())
                .text("loaded", agent.loaded())
                .flag("complete", agent.complete())
                .number("droppedEvents", agent.droppedEvents());
        if (agent.evictions() > 0) {
            json.number("evictions", agent.evictions());
        }
        json.beginList("hooks");
        for (HookInfo hook : agent.hooks()) {
            json.beginObject()
                    .text("family", hook.family())
                    .text("target", hook.target())
                    .text("state", hook.state())
                    .endObject();
        }
        json.endList().endObject();
    }

    static AgentInfo read(JsonPull in) throws IOException {
        String version = null;
        String mode = null;
        String loaded = null;
        Boolean complete = null;
        Long droppedEvents = null;
        List<HookInfo> hooks = List.of();
        long evictions = 0;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "version" -> version = in.text();
                case "mode" -> mode = in.text();
                case "loaded" -> loaded = in.text();
                case "complete" -> complete = in.flag();
                case "droppedEvents" -> droppedEvents = in.number();
                case "evictions" -> evictions = in.number();
                case "hooks" -> hooks = hooks(in);
                default -> in.skip();
            }
        }
        return new AgentInfo(
                in.required("version", version),
                in.required("mode", mode),
                in.required("loaded", loaded),
                in.required("complete", complete),
                in.required("droppedEvents", droppedEvents),
                hooks,
                evictions);
    }

    private static List<HookInfo> hooks(JsonPull in) throws IOException {
        List<HookInfo> hooks = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            hooks.add(hook(in));
        }
        return hooks;
    }

    private static HookInfo hook(JsonPull in) throws IOException {
        String family = null;
        String target = null;
        String state = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "family" -> family = in.text();
                case "target" -> target = in.text();
                case "state" -> state = in.text();
                default -> in.skip();
            }
        }
        return new HookInfo(in.required("family", family), in.required("target", target), in.required("state", state));
    }
}
