package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.ThreadsText.By;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Threads counted by what they have in common, for 80 columns: what has no room behind the numbers goes below them, in lines that are
 * broken. Nothing is cut, because no other line tells it.
 */
final class ThreadsTable {

    private static final int WIDTH = 80;

    /** As wide as the number of threads with its gap. */
    private static final String BELOW = "        ";

    private final ContextPaths paths;
    private final StringBuilder text = new StringBuilder();

    private ThreadsTable(Snapshot snapshot) {
        this.paths = new ContextPaths(snapshot);
    }

    /** The threads of {@code snapshot} counted by {@code by}, the largest group first. */
    static String render(Snapshot snapshot, List<By> by, Style style) {
        return new ThreadsTable(snapshot).table(snapshot.threads(), by, style);
    }

    private String table(List<ThreadInfo> threads, List<By> by, Style style) {
        String title = String.join("  |  ", by.stream().map(Enum::name).toList());
        text.append(style.strong(String.format("%6s  %-7s  %-12s  %s", "N", "LONGEST", "DEADLINE", title)))
                .append('\n');
        Map<List<String>, List<ThreadInfo>> groups = new LinkedHashMap<>();
        threads.forEach(thread -> Groups.add(groups, key(thread, by), thread));
        groups.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .forEach(entry -> row(entry.getValue(), entry.getKey()));
        return text.toString();
    }

    private void row(List<ThreadInfo> threads, List<String> key) {
        List<ContextInfo> contexts = paths.contexts(threads);
        long longest = Threads.longest(threads);
        String line = String.format(
                "%6d  %-7s  %-12s  ",
                threads.size(),
                longest >= 0 ? HumanDuration.of(longest) : Threads.anyBlocked(threads) ? "unknown" : "-",
                contexts.isEmpty() ? "-" : ContextWords.left(contexts));
        for (String part : key) {
            if (line.length() + part.length() <= WIDTH) {
                line += part;
                continue;
            }
            end(line);
            List<String> lines = Words.broken(part.strip(), WIDTH - BELOW.length());
            lines.subList(0, lines.size() - 1).forEach(full -> end(BELOW + full));
            line = BELOW + lines.get(lines.size() - 1);
        }
        end(line);
    }

    private void end(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** In parts that are told together, each with what stands between it and the one before. */
    private List<String> key(ThreadInfo thread, List<By> by) {
        List<String> parts = new ArrayList<>();
        for (By what : by) {
            String gap = parts.isEmpty() ? "" : "  |  ";
            switch (what) {
                case CONTEXT -> parts.add(gap + paths.path(thread));
                case SITE -> site(thread, gap, parts);
                case STATE -> parts.add(gap + SafeText.of(thread.state()));
            }
        }
        return parts;
    }

    private static void site(ThreadInfo thread, String gap, List<String> parts) {
        String site = thread.site();
        if (thread.blocked() == null) {
            parts.add(gap + (site == null ? SafeText.of(thread.role()) + " code" : SafeText.of(site)));
            return;
        }
        parts.add(gap + Threads.alike(thread).substring("in ".length()));
        if (site != null) {
            parts.add(" at " + SafeText.of(site));
        }
    }
}
