package io.ctxagent.model;

import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** The {@code jvm} object. */
final class JvmJson {

    private JvmJson() {}

    static void write(JsonPush json, JvmInfo jvm) throws IOException {
        json.beginObject("jvm")
                .number("pid", jvm.pid())
                .text("mainClass", jvm.mainClass())
                .text("jdk", jvm.jdk())
                .text("startedAt", jvm.startedAt().toString())
                .number("uptimeMillis", jvm.uptimeMillis())
                .text("user", jvm.user())
                .endObject();
    }

    static JvmInfo read(JsonPull in) throws IOException {
        Long pid = null;
        String mainClass = null;
        String jdk = null;
        Instant startedAt = null;
        Long uptimeMillis = null;
        String user = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "pid" -> pid = in.number();
                case "mainClass" -> mainClass = in.text();
                case "jdk" -> jdk = in.text();
                case "startedAt" -> startedAt = instant(in);
                case "uptimeMillis" -> uptimeMillis = in.number();
                case "user" -> user = in.text();
                default -> in.skip();
            }
        }
        return new JvmInfo(
                in.required("pid", pid),
                in.required("mainClass", mainClass),
                in.required("jdk", jdk),
                in.required("startedAt", startedAt),
                in.required("uptimeMillis", uptimeMillis),
                in.required("user", user));
    }

    private static Instant instant(JsonPull in) throws IOException {
        try {
            return PlainInstant.parse(in.text());
        } catch (DateTimeException e) {
            throw in.malformed("is not a time like 2026-11-22T08:00:00Z");
        }
    }
}
