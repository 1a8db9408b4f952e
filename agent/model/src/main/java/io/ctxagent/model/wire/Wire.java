package io.ctxagent.model.wire;

import io.ctxagent.model.json.JsonFormatException;
import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The protocol's version and limits. */
public final class Wire {

    /** The version of the protocol; the {@code v} of every message. */
    public static final int VERSION = 1;

    /** No frame is longer, in either direction. */
    public static final int MAX_FRAME_BYTES = 64 * 1024;

    /** Writes a message's fields. */
    interface Fields {
        void write(JsonPush json) throws IOException;
    }

    private Wire() {}

    static byte[] encode(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonPush json = new JsonPush(bytes)) {
            json.beginObject().number("v", VERSION);
            fields.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return bytes.toByteArray();
    }

    static <T> T decode(String what, byte[] message, JsonPull.Element<T> reader) throws WireFormatException {
        try {
            return JsonPull.document(new ByteArrayInputStream(message), reader);
        } catch (WireFormatException e) {
            throw e;
        } catch (JsonFormatException e) {
            throw new WireFormatException("the " + what + " is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    /** Checks the {@code v} of a message that was read. */
    static void checkVersion(JsonPull in, @Nullable Long version) throws IOException {
        long spoken = in.required("v", version);
        if (spoken != VERSION) {
            throw new WireFormatException(
                    "protocol version " + spoken + " is not known here; this end speaks version " + VERSION);
        }
    }
}
