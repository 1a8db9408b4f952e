package io.ctxagent.model.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document value by value, strictly: a value of another type than the one asked for, a missing one and
 * anything after the document are errors that name the place. An object is read like this:
 *
 * <pre>{@code
 * in.beginObject();
 * while (in.nextField()) {
 *     switch (in.field()) {
 *         case "id" -> id = in.text();
 *         default -> in.skip();
 *     }
 * }
 * }</pre>
 *
 * <p>Each method throws {@link JsonFormatException} when the document is at fault, and any other {@link IOException} when
 * the stream is. Not thread-safe.
 */
public final class JsonPull implements Closeable {

    /** Reads one element of a list. */
    public interface Element<T> {
        T read(JsonPull in) throws IOException;
    }

    /** More different words than a document of any use has where words are read. */
    private static final int MOST_WORDS = 4_096;

    private final JsonParser parser;
    private final Map<String, String> words = new HashMap<>();

    private JsonPull(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads one document with {@code element} and makes sure that nothing follows. Leaves {@code in} open. */
    public static <T> T document(InputStream in, Element<T> element) throws IOException {
        try (JsonPull pull = new JsonPull(JsonStreams.FACTORY.createParser(in))) {
            if (pull.parser.nextToken() == null) {
                throw pull.wrong("it is empty");
            }
            T value = element.read(pull);
            if (pull.parser.nextToken() != null) {
                throw pull.wrong("something follows the end of the document");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonFormatException(e);
        } catch (CharConversionException e) {
            throw new JsonFormatException("it is not text in UTF-8");
        }
    }

    /** Makes sure that the value here is an object. */
    public void beginObject() throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
    }

    /** Goes to the next field's value; false at the end of the object. */
    public boolean nextField() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return false;
        }
        parser.nextToken();
        return true;
    }

    /** The name of the field that is being read. */
    public String field() throws IOException {
        return parser.currentName();
    }

    /** Passes over the value here, whatever it is. */
    public void skip() throws IOException {
        parser.skipChildren();
    }

    public String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** Text that many elements have: each is in memory once. */
    public String word() throws IOException {
        String text = text();
        String known = words.get(text);
        if (known == null && words.size() < MOST_WORDS) {
            words.put(text, text);
        }
        return known == null ? text : known;
    }

    public @Nullable String wordOrNull() throws IOException {
        return isNull() ? null : word();
    }

    public @Nullable String textOrNull() throws IOException {
        return isNull() ? null : text();
    }

    /** One of the words that the format allows here. */
    public String oneOf(List<String> words) throws IOException {
        String word = word();
        if (!words.contains(word)) {
            throw malformed("is none of " + String.join(", ", words));
        }
        return word;
    }

    public long number() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    public @Nullable Long numberOrNull() throws IOException {
        return isNull() ? null : number();
    }

    /** A number that fits into an int. */
    public int smallNumber() throws IOException {
        long value = number();
        if (value != (int) value) {
            throw wrong(place() + " is out of range");
        }
        return (int) value;
    }

    public boolean flag() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE) {
            expect(JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.getBooleanValue();
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Makes sure that the value here is a list. */
    public void beginList() throws IOException {
        expect(JsonToken.START_ARRAY, "a list");
    }

    /** Goes to the next value of the list; false at its end. */
    public boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    public <T> List<T> list(Element<T> element) throws IOException {
        List<T> elements = new ArrayList<>();
        beginList();
        while (nextElement()) {
            elements.add(element.read(this));
        }
        return elements;
    }

    public List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        beginList();
        while (nextElement()) {
            texts.add(text());
        }
        return texts;
    }

    /** The first {@code most} of them. */
    public List<String> texts(int most) throws IOException {
        List<String> texts = new ArrayList<>();
        beginList();
        while (nextElement()) {
            String text = text();
            if (texts.size() < most) {
                texts.add(text);
            }
        }
        return texts;
    }

    public List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        beginList();
        while (nextElement()) {
            numbers.add(number());
        }
        return numbers;
    }

    /** The value of a field of the object that was just read to its end, or an error that names it. */
    public <T> T required(String field, @Nullable T value) throws IOException {
        if (value == null) {
            String place = place();
            throw wrong((place.isEmpty() ? field : place + "." + field) + " is missing");
        }
        return value;
    }

    /** An error at the value being read; {@code what} says what is wrong with it: "is not a time". */
    public JsonFormatException malformed(String what) {
        return wrong(place() + " " + what);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (parser.currentToken() != token) {
            String place = place();
            throw wrong((place.isEmpty() ? "it" : place) + " is not " + what);
        }
    }

    private JsonFormatException wrong(String message) {
        return new JsonFormatException(message, parser.currentTokenLocation());
    }

    private String place() {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
}
