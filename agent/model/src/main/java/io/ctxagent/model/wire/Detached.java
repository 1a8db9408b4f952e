package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonFormatException;
import io.ctxagent.model.json.JsonPull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * What an agent did when it was asked to leave: the body after {@link Request#DETACH}.
 *
 * @param restored classes that have their own bytes again
 * @param left names of those that the JVM would not give back; empty as a rule
 * @param blocked calls that were blocked at that moment; those of sockets wait on as without the agent, the others
 *     still end with their context too
 * @param stays what the JVM keeps until it ends, one sentence each
 */
public record Detached(long restored, List<String> left, long blocked, List<String> stays) {

    public Detached {
        left = List.copyOf(left);
        stays = List.copyOf(stays);
    }

    /** Sends it; {@code out} stays open. */
    public void write(OutputStream out) throws IOException {
        out.write(Wire.encode(json -> {
            json.number("restored", restored)
                    .number("blocked", blocked)
                    .texts("left", left)
                    .texts("stays", stays);
        }));
    }

    /**
     * Receives it.
     *
     * @throws WireFormatException when what came is not one
     */
    public static Detached read(InputStream body) throws IOException {
        try {
            return JsonPull.document(body, Detached::parse);
        } catch (WireFormatException e) {
            throw e;
        } catch (JsonFormatException e) {
            throw new WireFormatException("the answer is malformed: " + e.getMessage());
        }
    }

    private static Detached parse(JsonPull in) throws IOException {
        Long version = null;
        Long restored = null;
        Long blocked = null;
        List<String> left = List.of();
        List<String> stays = List.of();
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "v" -> version = in.number();
                case "restored" -> restored = in.number();
                case "blocked" -> blocked = in.number();
                case "left" -> left = in.texts();
                case "stays" -> stays = in.texts();
                default -> in.skip();
            }
        }
        Wire.checkVersion(in, version);
        return new Detached(in.required("restored", restored), left, in.required("blocked", blocked), stays);
    }
}
