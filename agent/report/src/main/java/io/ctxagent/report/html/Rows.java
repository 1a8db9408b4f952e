package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.ContextTree;
import io.ctxagent.report.FoldedTree;
import io.ctxagent.report.Threads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a snapshot's tree. A browser cannot show 100,000 of them; where there are too many, what is flagged and the
 * way to it comes first, then the rest from the roots downwards.
 */
final class Rows {

    /** More make a page that opens slowly. */
    static final int MOST = 4_000;

    private final List<Row> all = new ArrayList<>();
    private final Map<String, Row> byContext = new HashMap<>();
    private int room = MOST;

    Rows(Snapshot snapshot, Threads threads) {
        FoldedTree tree = new FoldedTree(new ContextTree(snapshot.contexts()), threads);
        tree.roots().forEach(alike -> all.add(new Row(alike, 1, null)));
        for (int i = 0; i < all.size(); i++) {
            Row row = all.get(i);
            for (List<ContextInfo> alike : tree.children(row.alike)) {
                Row child = new Row(alike, row.level + 1, row);
                row.children.add(child);
                all.add(child);
            }
        }
        choose();
        name();
    }

    private void choose() {
        for (Row row : all) {
            if (row.flagged()) {
                flag(row);
                showWithPath(row);
            }
        }
        for (Row row : all) {
            Row parent = row.parent;
            if (room > 0 && !row.shown && (parent == null || parent.shown)) {
                row.shown = true;
                room--;
            }
        }
    }

    private static void flag(Row row) {
        for (Row step = row; step != null && !step.flaggedWithin; step = step.parent) {
            step.flaggedWithin = true;
        }
    }

    private void showWithPath(Row row) {
        List<Row> path = new ArrayList<>();
        for (Row step = row; step != null && !step.shown; step = step.parent) {
            path.add(step);
        }
        if (path.size() <= room) {
            path.forEach(step -> step.shown = true);
            room -= path.size();
        }
    }

    private void name() {
        int number = 0;
        for (Row row : all) {
            if (row.shown) {
                row.anchor = "n" + ++number;
                row.alike.forEach(context -> byContext.put(context.id(), row));
            }
        }
    }

    /** Those that are shown, parents before children. */
    List<Row> shown() {
        return all.stream().filter(row -> row.shown).toList();
    }

    List<Row> roots() {
        return all.stream().filter(row -> row.shown && row.parent == null).toList();
    }

    /** How many contexts are in none of them. */
    int left() {
        return all.stream()
                .filter(row -> !row.shown)
                .mapToInt(row -> row.alike.size())
                .sum();
    }

    /** The row that shows a context; null where none does. */
    @Nullable
    Row of(String context) {
        return byContext.get(context);
    }
}
