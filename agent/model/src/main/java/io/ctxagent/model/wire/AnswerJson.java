package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonPull;
import java.io.IOException;

/** Reads the two forms of an {@link Answer}. */
final class AnswerJson {

    private AnswerJson() {}

    static Answer parse(JsonPull in) throws IOException {
        Long version = null;
        Boolean ok = null;
        Long pid = null;
        Long startedAtMillis = null;
        String agent = null;
        String error = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "v" -> version = in.number();
                case "ok" -> ok = in.flag();
                case "pid" -> pid = in.number();
                case "startedAtMillis" -> startedAtMillis = in.number();
                case "agent" -> agent = in.text();
                case "error" -> error = in.text();
                default -> in.skip();
            }
        }
        Wire.checkVersion(in, version);
        if (!in.required("ok", ok)) {
            return new Answer.Refused(in.required("error", error));
        }
        return new Answer.Accepted(
                in.required("pid", pid), in.required("startedAtMillis", startedAtMillis), in.required("agent", agent));
    }
}
