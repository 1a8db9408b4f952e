package io.ctxagent.report;

/**
 * Makes a name fit to be printed on a terminal: one line, no escape sequences, nothing that turns the reading direction.
 * What is taken out stays visible as {@code \n}, {@code \t} or <code>\&#117;001b</code>.
 */
public final class SafeText {

    private static final int MAX_LENGTH = 200;

    private SafeText() {}

    /** The text, escaped, and cut where it is absurdly long. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 8);
        for (int i = 0; i < text.length(); ) {
            if (safe.length() >= MAX_LENGTH) {
                return safe.append("...").toString();
            }
            int c = text.codePointAt(i);
            append(safe, c);
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    /** The text, escaped and in full. */
    public static String whole(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (hidden(c)) {
                    safe.append(String.format("\\u%04x", c));
                } else {
                    safe.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
