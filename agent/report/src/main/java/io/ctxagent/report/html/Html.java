package io.ctxagent.report.html;

import io.ctxagent.report.SafeText;
import io.ctxagent.report.format.Markup;

/**
 * Markup under construction. Texts and values of attributes are escaped here, so that no caller can forget it: what is
 * not visible becomes visible, and nothing ends an element or an attribute. Names of elements and attributes are ours.
 * What comes out is HTML and, but for the line above it, well-formed XML: so the tests can read it.
 */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Begins an element; {@code attributes} are names and values by turns. */
    Html open(String element, String... attributes) {
        begin(element, attributes);
        out.append('>');
        return this;
    }

    /** An element that never holds anything. */
    Html empty(String element, String... attributes) {
        begin(element, attributes);
        out.append("/>");
        return this;
    }

    private void begin(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(safe(attributes[i + 1])).append('"');
        }
    }

    Html close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    Html text(String text) {
        out.append(safe(text));
        return this;
    }

    /** An element that holds nothing but a text. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** A name that somebody else chose: it cannot turn around what stands beside it. */
    Html name(String name, String... attributes) {
        return element("bdi", name, attributes);
    }

    /** What was written elsewhere through this class. */
    Html add(Html markup) {
        out.append(markup.out);
        return this;
    }

    Html line() {
        out.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static String safe(String text) {
        return Markup.escaped(SafeText.whole(text));
    }
}
