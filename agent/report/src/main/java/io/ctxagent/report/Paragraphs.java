package io.ctxagent.report;

/** Text under headings, for 80 columns: {@code heading     words words} and the rest below the words. */
final class Paragraphs {

    private static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();
    private final Style style;
    private final int column;

    /**
     * @param column where the words begin
     */
    Paragraphs(Style style, int column) {
        this.style = style;
        this.column = column;
    }

    /** A line as it is. */
    Paragraphs line(String line) {
        out.append(line).append('\n');
        return this;
    }

    /** A heading and a paragraph; nothing where {@code words} is empty. */
    Paragraphs put(String heading, String words) {
        if (words.isEmpty()) {
            return this;
        }
        String name = heading;
        for (String line : Words.wrap(words, WIDTH - column)) {
            out.append(style.strong(name))
                    .append(" ".repeat(Math.max(1, column - name.length())))
                    .append(line)
                    .append('\n');
            name = "";
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
