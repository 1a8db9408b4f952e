package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.ContextFacts;
import io.ctxagent.report.ContextWords;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Threads;
import io.ctxagent.report.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contexts as a list within lists, each with its place in time beside it. */
final class TreeSection {

    /** A browser's parser does not nest for ever; below this level rows stand one below the other, with their number. */
    private static final int MAX_NESTED = 24;

    /** A larger tree begins with its lower levels closed. */
    private static final int MAX_OPEN = 300;

    private static final int OPEN_LEVELS = 3;
    private static final int MAX_ACTIVITIES = 5;

    private final Snapshot snapshot;
    private final Threads threads;
    private final Rows rows;
    private final Lane lane;
    private final RowDetails details;
    private final boolean large;

    TreeSection(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.threads = new Threads(snapshot);
        this.rows = new Rows(snapshot, threads);
        List<Row> shown = rows.shown();
        List<ContextInfo> timed = new ArrayList<>();
        shown.forEach(row -> timed.addAll(timed(row) ? row.alike : List.of()));
        this.lane = new Lane(TimeScale.of(timed));
        this.details = new RowDetails(new ContextFacts(snapshot), threads, snapshot);
        this.large = shown.size() > MAX_OPEN;
    }

    Rows rows() {
        return rows;
    }

    Html render() {
        Html html = new Html();
        if (snapshot.contexts().isEmpty()) {
            return html.element("p", "No contexts.").line();
        }
        html.open("div", "class", "head").open("p", "class", "legend");
        legend(html, "live", "live");
        legend(html, "left", "time left");
        legend(html, "ended", "done");
        legend(html, "over", "past its end");
        legend(html, "blocked", "in a blocking call");
        html.close("p").add(lane.axis()).close("div").line();
        html.open("ul", "class", "tree").line();
        rows.roots().forEach(row -> write(row, html));
        html.close("ul").line();
        if (rows.left() > 0) {
            html.element(
                            "p",
                            Words.count(rows.left(), "more context")
                                    + " had no room here; --root, --depth, --state, --older and --match choose.",
                            "class",
                            "faint")
                    .line();
        }
        return html;
    }

    private static void legend(Html html, String kind, String words) {
        html.open("span")
                .open("svg", "width", "22", "height", "10")
                .empty("rect", "class", kind, "x", "0", "y", "1", "width", "22", "height", "8")
                .close("svg")
                .text(" " + words + " ")
                .close("span");
    }

    private void write(Row row, Html html) {
        List<Row> children = row.shownChildren();
        boolean nests = row.level < MAX_NESTED && !children.isEmpty();
        begin(row, nests, html);
        if (nests) {
            html.open("ul").line();
            children.forEach(child -> write(child, html));
            html.close("ul").line();
        }
        html.close("details").close("li").line();
        if (!nests) {
            writeFlat(children, html);
        }
    }

    private void writeFlat(List<Row> children, Html html) {
        Deque<Row> open = new ArrayDeque<>(children);
        while (!open.isEmpty()) {
            Row row = open.pop();
            begin(row, false, html);
            html.close("details").close("li").line();
            List<Row> below = row.shownChildren();
            for (int i = below.size() - 1; i >= 0; i--) {
                open.push(below.get(i));
            }
        }
    }

    private void begin(Row row, boolean nests, Html html) {
        ContextInfo first = row.first();
        String state = first.live() ? "live" : "done";
        html.open("li", "id", row.anchor, "class", row.flagged() ? "row flagged " + state : "row " + state);
        boolean open = nests && (!large || row.level < OPEN_LEVELS || row.flaggedWithin);
        html.open("details", open ? new String[] {"open", ""} : new String[0]);
        html.open("summary").open("span", "class", "what");
        title(row, html);
        activities(row, html);
        html.close("span");
        if (timed(row)) {
            html.add(lane.of(row.alike, threads.under(row.alike)));
        }
        html.close("summary").line();
        if (nests) {
            html.open("details", "class", "facts").element("summary", "details");
            details.write(row, html);
            html.close("details").line();
        } else {
            html.open("div", "class", "facts");
            details.write(row, html);
            html.close("div").line();
        }
    }

    private static void title(Row row, Html html) {
        ContextInfo first = row.first();
        if (row.level > MAX_NESTED) {
            html.element("span", "[" + row.level + "] ", "class", "faint");
        }
        if (row.alike.size() > 1) {
            html.element("b", "x" + row.alike.size(), "class", "many").text(" ");
        }
        html.name(ContextWords.label(first), "class", "name").text(" ");
        if (first.name() != null) {
            html.element("span", SafeText.of(first.kind()), "class", "faint").text(" ");
        }
        html.element("code", SafeText.of(first.id()) + (row.alike.size() > 1 ? "..." : ""));
        for (String rule : first.findings()) {
            html.text(" ").element("span", SafeText.of(rule), "class", "flag");
        }
        String time = ContextWords.time(row.alike);
        if (!time.isEmpty()) {
            html.text(" ").element("span", time, "class", time.contains("OVERDUE") ? "time bad" : "time");
        }
    }

    private void activities(Row row, Html html) {
        Map<String, List<ThreadInfo>> doing = new LinkedHashMap<>();
        for (ThreadInfo thread : threads.under(row.alike)) {
            doing.computeIfAbsent(Threads.activity(thread), any -> new ArrayList<>())
                    .add(thread);
        }
        int shown = 0;
        for (Map.Entry<String, List<ThreadInfo>> each : doing.entrySet()) {
            if (++shown > MAX_ACTIVITIES) {
                String more = Words.count(doing.size() - MAX_ACTIVITIES, "more place");
                html.element("span", "threads in " + more, "class", "doing");
                return;
            }
            List<ThreadInfo> same = each.getValue();
            String who = same.size() == 1 ? Threads.title(same.get(0)) : Words.count(same.size(), "thread");
            html.element("span", who + " " + each.getKey() + Threads.since(same), "class", "doing");
        }
    }

    /** The roots of the API are as old as the JVM, which would only make all others small. */
    private static boolean timed(Row row) {
        return row.flagged() || !ContextWords.time(row.alike).isEmpty();
    }
}
