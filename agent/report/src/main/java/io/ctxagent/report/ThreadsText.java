package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The live threads for people: by the context that they run under, what each is blocked in, how long, and what is left. */
public final class ThreadsText {

    /** This many threads that do the same under the same context, and more, are one line. */
    private static final int FOLD_FROM = 3;

    private static final int MAX_BLOCKED_IN = 5;
    private static final int COUNT_WIDTH = 6;

    /** What a table of threads is grouped by. */
    public enum By {
        CONTEXT,
        SITE,
        STATE
    }

    private ThreadsText() {}

    /**
     * Every thread of {@code snapshot}, grouped by context.
     *
     * @param all whether threads of the JDK, the agent and tools that run under no context are listed too; else they
     *     are counted
     * @param stacks whether to show the stacks that the snapshot has
     */
    public static String render(Snapshot snapshot, boolean all, boolean stacks, Style style) {
        ContextPaths paths = new ContextPaths(snapshot);
        StringBuilder text = new StringBuilder();
        List<ThreadInfo> shown = snapshot.threads().stream()
                .filter(thread ->
                        all || thread.context() != null || thread.role().equals("user"))
                .toList();
        for (Map.Entry<String, List<ThreadInfo>> group :
                group(shown, paths::path).entrySet()) {
            heading(group.getKey(), group.getValue(), paths, style, text);
            for (List<ThreadInfo> alike :
                    group(group.getValue(), ThreadsText::place).values()) {
                activity(alike, stacks, text);
            }
        }
        text.append(text.length() == 0 ? "" : "\n");
        int hidden = snapshot.threads().size() - shown.size();
        if (hidden > 0) {
            text.append(Words.count(hidden, "thread"))
                    .append(" of the JDK and of tools not listed (--all lists them)\n");
        }
        return text.append(count(snapshot)).toString();
    }

    /** The threads of {@code snapshot} counted by {@code by}, the largest group first. */
    public static String table(Snapshot snapshot, List<By> by, Style style) {
        return ThreadsTable.render(snapshot, by, style) + count(snapshot);
    }

    /** One line: how many there are. */
    public static String count(Snapshot snapshot) {
        return "threads " + Header.threads(snapshot.counts().threads()) + "\n";
    }

    /** The counts, and the calls that most threads are blocked in. */
    static String blockedIn(Snapshot snapshot, Style style) {
        Map<String, List<ThreadInfo>> calls = new LinkedHashMap<>();
        for (ThreadInfo thread : snapshot.threads()) {
            if (thread.blocked() != null) {
                Groups.add(calls, Threads.alike(thread), thread);
            }
        }
        StringBuilder text = new StringBuilder(style.strong(count(snapshot).strip())).append('\n');
        List<Map.Entry<String, List<ThreadInfo>>> left = new ArrayList<>(calls.entrySet());
        for (int shown = 0; shown < MAX_BLOCKED_IN && !left.isEmpty(); shown++) {
            Map.Entry<String, List<ThreadInfo>> most = most(left);
            left.remove(most);
            String number = String.valueOf(most.getValue().size());
            text.append(" ".repeat(Math.max(0, COUNT_WIDTH - number.length())))
                    .append(number)
                    .append(' ')
                    .append(Threads.activity(most.getValue()))
                    .append(Threads.since(most.getValue()))
                    .append('\n');
        }
        int others = left.stream().mapToInt(call -> call.getValue().size()).sum();
        if (others > 0) {
            text.append(" "
                            .repeat(Math.max(
                                    0, COUNT_WIDTH - String.valueOf(others).length())))
                    .append(others)
                    .append(" in ")
                    .append(Words.count(left.size(), "other call"))
                    .append('\n');
        }
        return text.toString();
    }

    /** The largest group; of equal ones the first. */
    private static Map.Entry<String, List<ThreadInfo>> most(List<Map.Entry<String, List<ThreadInfo>>> groups) {
        Map.Entry<String, List<ThreadInfo>> most = groups.get(0);
        for (Map.Entry<String, List<ThreadInfo>> group : groups) {
            if (group.getValue().size() > most.getValue().size()) {
                most = group;
            }
        }
        return most;
    }

    private static void heading(
            String path, List<ThreadInfo> threads, ContextPaths paths, Style style, StringBuilder text) {
        List<ContextInfo> contexts = paths.contexts(threads).stream().distinct().toList();
        text.append(text.length() == 0 ? "" : "\n").append(style.strong(path));
        if (!contexts.isEmpty()) {
            text.append("  ")
                    .append(contexts.size() == 1 ? SafeText.of(contexts.get(0).id()) : "x" + contexts.size());
            text.append("  ").append(contexts.stream().allMatch(ContextInfo::live) ? "" : "done, ");
            text.append(ContextWords.left(contexts));
        }
        text.append('\n');
    }

    private static void activity(List<ThreadInfo> alike, boolean stacks, StringBuilder text) {
        if (alike.size() >= FOLD_FROM) {
            line(alike, Words.count(alike.size(), "thread"), stacks, text);
        } else {
            alike.forEach(thread -> line(List.of(thread), Threads.title(thread), stacks, text));
        }
    }

    private static void line(List<ThreadInfo> threads, String title, boolean stacks, StringBuilder text) {
        ThreadInfo first = threads.get(0);
        text.append("  ")
                .append(title)
                .append("  ")
                .append(Threads.activity(threads))
                .append(Threads.since(threads));
        String site = first.site();
        if (first.blocked() != null
                && site != null
                && !(stacks && !first.stack().isEmpty())) {
            text.append("\n      at ").append(SafeText.of(site));
        }
        text.append('\n');
        for (String frame : stacks ? first.stack() : List.<String>of()) {
            text.append("        at ").append(SafeText.of(frame)).append('\n');
        }
    }

    private static String place(ThreadInfo thread) {
        return Threads.alike(thread) + "\n" + thread.site();
    }

    private static <K> Map<K, List<ThreadInfo>> group(List<ThreadInfo> threads, Function<ThreadInfo, K> key) {
        Map<K, List<ThreadInfo>> groups = new LinkedHashMap<>();
        threads.forEach(thread -> groups.computeIfAbsent(key.apply(thread), k -> new ArrayList<>())
                .add(thread));
        return groups;
    }
}
