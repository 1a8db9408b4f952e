package io.ctxagent.report;

/** Colour, or none. Immutable. */
public enum Style {
    PLAIN,
    ANSI;

    /** A heading, or what the reader looks for. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** Something that is wrong. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** Something to look at. */
    public String warn(String text) {
        return paint("33", text);
    }

    /** What matters least. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** What keys work on. */
    public String selected(String text) {
        return paint("7", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
