package io.ctxagent.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON document in UTF-8 as it goes, with a buffer of a few kilobytes. Any string can be written: half a
 * surrogate pair becomes U+FFFD. Closing flushes into the stream, and leaves the stream open. Not thread-safe.
 */
public final class JsonPush implements Closeable {

    private final JsonGenerator generator;
    private boolean sparse;
    private char[] chars = new char[64];
    private final KnownWords words = new KnownWords();

    public JsonPush(OutputStream out) throws IOException {
        this.generator = JsonStreams.FACTORY.createGenerator(out);
    }

    /** One that puts each field and each element on a line of its own, for documents that people edit and compare. */
    public static JsonPush indented(OutputStream out) throws IOException {
        JsonPush json = new JsonPush(out);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        json.generator.setPrettyPrinter(printer);
        return json;
    }

    /** From here on, a field whose value is null and a list without elements are left out, or are written again. */
    public JsonPush sparse(boolean leftOut) {
        sparse = leftOut;
        return this;
    }

    /** Whether that is so. */
    public boolean sparse() {
        return sparse;
    }

    public JsonPush beginObject() throws IOException {
        generator.writeStartObject();
        return this;
    }

    public JsonPush beginObject(String field) throws IOException {
        generator.writeObjectFieldStart(field);
        return this;
    }

    public JsonPush endObject() throws IOException {
        generator.writeEndObject();
        return this;
    }

    public JsonPush beginList(String field) throws IOException {
        generator.writeArrayFieldStart(field);
        return this;
    }

    /** A list that is an element of a list, or the whole document. */
    public JsonPush beginList() throws IOException {
        generator.writeStartArray();
        return this;
    }

    public JsonPush endList() throws IOException {
        generator.writeEndArray();
        return this;
    }

    public JsonPush text(String field, @Nullable String value) throws IOException {
        if (value == null) {
            return nothing(field);
        }
        generator.writeFieldName(field);
        generator.writeString(wellFormed(value));
        return this;
    }

    /** Text that many elements have in this field: a kind, a state, a place in the code. The same is written, faster. */
    public JsonPush word(String field, @Nullable String value) throws IOException {
        if (value == null) {
            return nothing(field);
        }
        SerializableString known = words.known(value);
        if (known == null) {
            return text(field, value);
        }
        generator.writeFieldName(field);
        generator.writeString(known);
        return this;
    }

    /** Text that may change afterwards; of one that is no String, nothing is left behind. */
    public JsonPush text(String field, @Nullable CharSequence value) throws IOException {
        if (value == null) {
            return nothing(field);
        }
        generator.writeFieldName(field);
        return text(value);
    }

    /** The same as an element of a list. */
    public JsonPush text(CharSequence value) throws IOException {
        if (value instanceof String text) {
            generator.writeString(wellFormed(text));
            return this;
        }
        int length = value.length();
        if (chars.length < length) {
            chars = new char[length];
        }
        boolean surrogates = false;
        for (int i = 0; i < length; i++) {
            chars[i] = value.charAt(i);
            surrogates |= Character.isSurrogate(chars[i]);
        }
        if (surrogates) {
            return text(value.toString());
        }
        generator.writeString(chars, 0, length);
        return this;
    }

    public JsonPush number(String field, long value) throws IOException {
        generator.writeNumberField(field, value);
        return this;
    }

    public JsonPush number(String field, @Nullable Long value) throws IOException {
        if (value == null) {
            return nothing(field);
        }
        return number(field, value.longValue());
    }

    /** A number that is an element of a list. */
    public JsonPush number(long value) throws IOException {
        generator.writeNumber(value);
        return this;
    }

    public JsonPush flag(String field, boolean value) throws IOException {
        generator.writeBooleanField(field, value);
        return this;
    }

    public JsonPush nothing(String field) throws IOException {
        if (!sparse) {
            generator.writeNullField(field);
        }
        return this;
    }

    public JsonPush texts(String field, Collection<String> values) throws IOException {
        if (sparse && values.isEmpty()) {
            return this;
        }
        beginList(field);
        for (String value : values) {
            generator.writeString(wellFormed(value));
        }
        return endList();
    }

    public JsonPush numbers(String field, Collection<Long> values) throws IOException {
        if (sparse && values.isEmpty()) {
            return this;
        }
        beginList(field);
        for (long value : values) {
            generator.writeNumber(value);
        }
        return endList();
    }

    /** Ends a line between two values, for people who look at the text. */
    public JsonPush newLine() throws IOException {
        generator.writeRaw('\n');
        return this;
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }

    // The generator refuses half a surrogate pair, and a thread may well be called that.
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return mended(text);
                }
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }
}
