package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonPull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * One line of JSON that a loaded agent writes into the file which the client named ({@code reply=FILE} in the agent's
 * argument). The client waits for the file, so it appears whole or not at all.
 */
public sealed interface AttachReply {

    /**
     * The agent listens.
     *
     * @param pid of the JVM, as the JVM itself sees it
     * @param socket absolute path of its inspection socket, as the JVM itself sees it
     * @param agent the agent's version
     */
    record Listening(long pid, String socket, String agent) implements AttachReply {}

    /**
     * The agent could not start or open its socket.
     *
     * @param error one line that says why
     */
    record Failed(String error) implements AttachReply {}

    /** Writes the file: beside it first, then renamed. */
    default void write(Path file) throws IOException {
        byte[] json = Wire.encode(out -> {
            if (this instanceof Listening listening) {
                out.number("pid", listening.pid())
                        .text("socket", listening.socket())
                        .text("agent", listening.agent());
            } else if (this instanceof Failed failed) {
                out.text("error", failed.error());
            }
        });
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (var out = Files.newOutputStream(draft)) {
            out.write(json);
            out.write('\n');
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the file.
     *
     * @throws WireFormatException when it does not hold a reply
     */
    static AttachReply read(Path file) throws IOException {
        byte[] json;
        try (var in = Files.newInputStream(file)) {
            json = in.readNBytes(Wire.MAX_FRAME_BYTES);
        }
        return Wire.decode("agent's reply", json, AttachReply::parse);
    }

    private static AttachReply parse(JsonPull in) throws IOException {
        Long version = null;
        Long pid = null;
        String socket = null;
        String agent = null;
        String error = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "v" -> version = in.number();
                case "pid" -> pid = in.number();
                case "socket" -> socket = in.text();
                case "agent" -> agent = in.text();
                case "error" -> error = in.text();
                default -> in.skip();
            }
        }
        Wire.checkVersion(in, version);
        if (error != null) {
            return new Failed(error);
        }
        return new Listening(in.required("pid", pid), in.required("socket", socket), in.required("agent", agent));
    }
}
