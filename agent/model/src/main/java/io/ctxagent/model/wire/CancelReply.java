package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonFormatException;
import io.ctxagent.model.json.JsonPull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What became of a request to cancel: the body after {@link Request#CANCEL}. */
public record CancelReply(Outcome outcome) {

    /** The ways that it can end. */
    public enum Outcome {
        /** This request has cancelled it. */
        CANCELED,
        /** It could be cancelled now; nothing was done, because it was only asked for. */
        CANCELABLE,
        /** There is no live context of this id: it is done, or never was. */
        NOT_LIVE,
        /** It is of a kind that is never done. */
        NEVER_DONE,
        /** The agent was not told to allow it. */
        NOT_ALLOWED;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final List<String> WORDS =
            Arrays.stream(Outcome.values()).map(Outcome::word).toList();

    /** Sends it; {@code out} stays open. */
    public void write(OutputStream out) throws IOException {
        out.write(Wire.encode(json -> json.text("outcome", outcome.word())));
    }

    /**
     * Receives it.
     *
     * @throws WireFormatException when what came is not one
     */
    public static CancelReply read(InputStream body) throws IOException {
        try {
            return JsonPull.document(body, CancelReply::parse);
        } catch (WireFormatException e) {
            throw e;
        } catch (JsonFormatException e) {
            throw new WireFormatException("the answer is malformed: " + e.getMessage());
        }
    }

    private static CancelReply parse(JsonPull in) throws IOException {
        Long version = null;
        Outcome outcome = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "v" -> version = in.number();
                case "outcome" -> outcome = Outcome.values()[WORDS.indexOf(in.oneOf(WORDS))];
                default -> in.skip();
            }
        }
        Wire.checkVersion(in, version);
        return new CancelReply(in.required("outcome", outcome));
    }
}
