package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context tree for people. Siblings that look alike are folded into one line ({@code x37}); the threads that run
 * under a context and what they are blocked in stand below it, and below one that is flagged where it was created.
 */
public final class TreeText {

    /** From this level on lines are not indented further, but numbered: a chain of 100,000 stays readable, and small. */
    private static final int MAX_INDENT = 20;

    private static final int MAX_ACTIVITIES = 5;
    private static final int WIDTH = 80;
    private static final int MIN_DETAIL_WIDTH = 40;

    private record Line(List<ContextInfo> alike, String indent, boolean last, int level) {}

    private final Style style;
    private final int maxLines;
    private final Threads threads;
    private final FoldedTree tree;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Line> open = new ArrayDeque<>();

    private TreeText(Snapshot snapshot, int maxLines, Style style) {
        this.style = style;
        this.maxLines = maxLines;
        this.threads = new Threads(snapshot);
        this.tree = new FoldedTree(new ContextTree(snapshot.contexts()), threads);
    }

    /** Every context of {@code snapshot}. */
    public static String render(Snapshot snapshot, Style style) {
        return render(snapshot, Integer.MAX_VALUE, style);
    }

    /** At most {@code maxLines} lines for contexts; the last line then says how many contexts are left out. */
    static String render(Snapshot snapshot, int maxLines, Style style) {
        return new TreeText(snapshot, maxLines, style)
                .render(snapshot.contexts().size());
    }

    private String render(int contexts) {
        if (contexts == 0) {
            return "no contexts\n";
        }
        push(tree.roots(), "", 1);
        int shown = 0;
        for (int lines = 0; lines < maxLines && !open.isEmpty(); lines++) {
            Line line = open.pop();
            draw(line);
            shown += line.alike().size();
        }
        if (shown < contexts) {
            out.append("... ")
                    .append(Words.count(contexts - shown, "more context"))
                    .append('\n');
        }
        return out.toString();
    }

    private void push(List<List<ContextInfo>> siblings, String indent, int level) {
        for (int i = siblings.size() - 1; i >= 0; i--) {
            open.push(new Line(siblings.get(i), indent, i == siblings.size() - 1, level));
        }
    }

    private void draw(Line line) {
        List<List<ContextInfo>> children = tree.children(line.alike());
        ContextInfo first = line.alike().get(0);
        boolean root = line.level() == 1;
        boolean deep = line.level() > MAX_INDENT;
        int start = out.length();
        out.append(line.indent()).append(root ? "" : line.last() ? "`- " : "|- ");
        if (deep) {
            out.append('[').append(line.level()).append("] ");
        }
        int indent = out.length() - start;
        describe(line.alike());
        String keys = first.keys().isEmpty() ? "" : "[" + Words.some(first.keys(), 8) + "]";
        boolean fits = indent + width(line.alike()) + 2 + keys.length() <= WIDTH;
        out.append(fits && !keys.isEmpty() ? "  " + keys : "").append('\n');
        String below = root || deep ? line.indent() : line.indent() + (line.last() ? "   " : "|  ");
        details(line.alike(), fits ? "" : keys, below + (children.isEmpty() ? "    " : "|   "));
        push(children, below, line.level() + 1);
    }

    private void describe(List<ContextInfo> alike) {
        ContextInfo first = alike.get(0);
        out.append(alike.size() > 1 ? "x" + alike.size() + " " : "");
        String title = ContextWords.title(first, alike.size());
        out.append(first.live() ? style.strong(title) : style.faint(title));
        if (!first.findings().isEmpty()) {
            out.append("  ").append(style.bad(flags(first)));
        }
        String time = ContextWords.time(alike);
        if (!time.isEmpty()) {
            out.append("  ").append(time.contains("OVERDUE") ? style.bad(time) : time);
        }
    }

    /** How many columns {@link #describe} takes. */
    private static int width(List<ContextInfo> alike) {
        ContextInfo first = alike.get(0);
        return (alike.size() > 1 ? 2 + String.valueOf(alike.size()).length() : 0)
                + ContextWords.title(first, alike.size()).length()
                + (first.findings().isEmpty() ? 0 : 2 + flags(first).length())
                + 2
                + ContextWords.time(alike).length();
    }

    private static String flags(ContextInfo context) {
        return "! " + Words.some(context.findings(), 8);
    }

    private void details(List<ContextInfo> alike, String keys, String indent) {
        ContextInfo first = alike.get(0);
        if (!keys.isEmpty()) {
            out.append(indent).append(keys).append('\n');
        }
        String cause = ContextWords.cause(first);
        if (cause != null) {
            out.append(indent).append("cause: ").append(cause).append('\n');
        }
        if (!first.findings().isEmpty()) {
            for (String origin : ContextWords.origin(first)) {
                out.append(indent).append(origin).append('\n');
            }
        }
        Map<String, List<ThreadInfo>> activities = new LinkedHashMap<>();
        for (ThreadInfo thread : threads.under(alike)) {
            Groups.add(activities, Threads.alike(thread), thread);
        }
        int shown = 0;
        for (Map.Entry<String, List<ThreadInfo>> activity : activities.entrySet()) {
            if (++shown > MAX_ACTIVITIES) {
                out.append(indent)
                        .append("... threads in ")
                        .append(Words.count(activities.size() - MAX_ACTIVITIES, "more place"))
                        .append('\n');
                return;
            }
            activity(activity.getValue(), indent);
        }
    }

    private void activity(List<ThreadInfo> doing, String indent) {
        ThreadInfo first = doing.get(0);
        String text = (doing.size() == 1 ? Threads.title(first) : Words.count(doing.size(), "thread")) + " "
                + Threads.activity(doing)
                + Threads.since(doing);
        for (String line : Words.wrap(text, Math.max(WIDTH - indent.length(), MIN_DETAIL_WIDTH))) {
            out.append(indent).append(line).append('\n');
        }
        for (String frame : first.stack()) {
            out.append(indent)
                    .append("  ")
                    .append(style.faint("at " + SafeText.of(frame)))
                    .append('\n');
        }
    }
}
