package io.ctxagent.cli.man;

import java.util.List;

/** Text in the macros of man(7). What is given to it is taken as it is: nothing in it is read as a request or an escape. */
final class Roff {

    private final StringBuilder out = new StringBuilder();

    /** The first line of a page. */
    Roff title(String name, String date, String source) {
        out.append(".TH \"")
                .append(escaped(name))
                .append("\" \"1\" \"")
                .append(date) // as it is: formatters read it
                .append("\" \"")
                .append(escaped(source))
                .append("\" \"User Commands\"\n.ad l\n.nh\n");
        return this;
    }

    Roff section(String name) {
        out.append(".SH ").append(escaped(name)).append('\n');
        return this;
    }

    /** Begins a paragraph. */
    Roff paragraph() {
        out.append(".PP\n");
        return this;
    }

    /** A line of text; formatters fill lines into paragraphs. */
    Roff text(String text) {
        return markup(escaped(text));
    }

    /** A line that holds what {@link #bold}, {@link #italic} and {@link #escaped} gave. */
    Roff markup(String markup) {
        out.append(markup.startsWith(".") || markup.startsWith("'") ? "\\&" : "")
                .append(markup)
                .append('\n');
        return this;
    }

    /** An item of a list, with its words. */
    Roff item(String markup, String words) {
        out.append(".TP\n");
        return markup(markup).text(words);
    }

    /** Lines that stay lines. */
    Roff literal(List<String> lines) {
        out.append(".nf\n.RS 4\n");
        lines.forEach(this::text);
        out.append(".RE\n.fi\n");
        return this;
    }

    static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** A hyphen would be typeset, and no longer be one that can be copied into a shell. */
    static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
