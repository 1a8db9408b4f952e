package io.ctxagent.benchmarks.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns stand under each other: the first to the left, the others to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row; it has as many cells as there are heads. */
    public void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("cells: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    public void print(PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println(line(rows.get(0), widths));
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            rule.add(i == 0 ? "-".repeat(widths[i]) : "-".repeat(widths[i] - 1) + ":");
        }
        out.println(line(rule, widths));
        rows.subList(1, rows.size()).forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - cells.get(i).length());
            padded.add(i == 0 ? cells.get(i) + space : space + cells.get(i));
        }
        return "| " + String.join(" | ", padded) + " |";
    }
}
