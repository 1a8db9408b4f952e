package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonPull;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client asks for. The verbs are {@link #PING}, {@link #SNAPSHOT}, {@link #CANCEL} and {@link #DETACH}; an agent
 * refuses one that it does not know, and passes over arguments that it does not know.
 *
 * @param verb small letters and dashes
 * @param args by name; for {@code snapshot} {@code grace} (a duration, {@code 2s}) and {@code stacks} ({@code true});
 *     for {@code cancel} {@code id}, {@code reason} and {@code rehearse} ({@code true}: only say what would happen)
 */
public record Request(String verb, Map<String, String> args) {

    /** Answered with a header and an empty body. */
    public static final String PING = "ping";

    /** Answered with a {@link CancelReply}, also when the agent does not do it. */
    public static final String CANCEL = "cancel";

    /** Answered, when it is done, with a {@link Detached}; the agent then closes its socket for good. */
    public static final String DETACH = "detach";

    /** Answered with a {@code ctx-snapshot/1}. */
    public static final String SNAPSHOT = "snapshot";

    private static final int LONGEST_VERB = 32;

    public Request {
        args = Map.copyOf(args);
    }

    /** Sends this request. */
    public void write(FrameWriter frames) throws IOException {
        frames.write(Wire.encode(json -> {
            json.text("verb", verb).beginObject("args");
            for (Map.Entry<String, String> arg : args.entrySet()) {
                json.text(arg.getKey(), arg.getValue());
            }
            json.endObject();
        }));
    }

    /**
     * Receives one request.
     *
     * @throws WireFormatException when what came is not one; its message may be sent back
     */
    public static Request read(FrameReader frames) throws IOException {
        return Wire.decode("request", frames.require("request"), Request::parse);
    }

    private static Request parse(JsonPull in) throws IOException {
        Long version = null;
        String verb = null;
        Map<String, String> args = Map.of();
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "v" -> version = in.number();
                case "verb" -> verb = verb(in);
                case "args" -> args = args(in);
                default -> in.skip();
            }
        }
        Wire.checkVersion(in, version);
        return new Request(in.required("verb", verb), args);
    }

    private static String verb(JsonPull in) throws IOException {
        String verb = in.text();
        if (!isVerb(verb)) {
            throw in.malformed("is not a verb");
        }
        return verb;
    }

    private static boolean isVerb(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c != '-' || i == 0)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_VERB;
    }

    private static Map<String, String> args(JsonPull in) throws IOException {
        Map<String, String> args = new LinkedHashMap<>();
        in.beginObject();
        while (in.nextField()) {
            args.put(in.field(), in.text());
        }
        return args;
    }
}
