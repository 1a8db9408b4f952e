package io.ctxagent.model.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.regex.Pattern;

/** A document is not the JSON that it should be. The message is one printable line. */
public final class JsonFormatException extends IOException {

    private static final long serialVersionUID = 1;

    private static final int MAX_LENGTH = 200;

    /** Of an input that ends too early the parser tells where its last part began, and in which of its classes. */
    private static final Pattern START_MARKER =
            Pattern.compile("(: expected close marker for \\w+)? \\(start marker at .*", Pattern.DOTALL);

    JsonFormatException(String message) {
        super(oneLine(message));
    }

    JsonFormatException(String message, JsonLocation location) {
        this(message + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")");
    }

    JsonFormatException(JsonProcessingException e) {
        this(
                START_MARKER.matcher(e.getOriginalMessage()).replaceFirst(""),
                e.getLocation() == null ? JsonLocation.NA : e.getLocation());
    }

    // The parser quotes what it stumbled over, and that may hold line ends and terminal codes.
    private static String oneLine(String message) {
        String printable = message.replaceAll("[\\p{Cc}\\p{Cf}\u2028\u2029]+", " ");
        return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH) + "...";
    }
}
