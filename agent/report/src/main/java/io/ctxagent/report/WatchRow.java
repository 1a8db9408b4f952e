package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Contexts that look alike, in one row of the live screen.
 *
 * @param path labels from the root
 * @param alike one or more contexts that stand there in the same state and with the same flags
 * @param threads those that run under them
 */
record WatchRow(String path, List<ContextInfo> alike, List<ThreadInfo> threads) {

    private record Key(String path, String state, List<String> findings, boolean overdue) {}

    /** Every context but the roots of the API, which are always there. */
    static List<WatchRow> of(Snapshot snapshot) {
        ContextPaths paths = new ContextPaths(snapshot);
        Threads threads = new Threads(snapshot);
        Map<Key, List<ContextInfo>> groups = new LinkedHashMap<>();
        for (ContextInfo context : snapshot.contexts()) {
            boolean idleRoot = context.parent() == null
                    && context.findings().isEmpty()
                    && threads.under(context).isEmpty();
            if (!idleRoot) {
                groups.computeIfAbsent(key(paths.path(context.id()), context), any -> new ArrayList<>())
                        .add(context);
            }
        }
        List<WatchRow> rows = new ArrayList<>();
        groups.forEach((key, alike) -> rows.add(new WatchRow(key.path(), alike, threads.under(alike))));
        return rows;
    }

    /** The same from look to look, whichever contexts are in it. */
    String id() {
        return String.valueOf(key(path, first()));
    }

    private static Key key(String path, ContextInfo context) {
        Long remaining = context.remainingMillis();
        return new Key(path, context.state(), context.findings(), remaining != null && remaining < 0);
    }

    ContextInfo first() {
        return alike.get(0);
    }

    long ageMillis() {
        return alike.stream().mapToLong(ContextInfo::ageMillis).max().orElse(0);
    }

    /** The least time that is left; as long as can be where nothing has a deadline. */
    long leftMillis() {
        long least = Long.MAX_VALUE;
        for (ContextInfo context : alike) {
            Long remaining = context.remainingMillis();
            least = remaining == null ? least : Math.min(least, remaining);
        }
        return least;
    }

    String left() {
        long left = leftMillis();
        return left == Long.MAX_VALUE ? "none" : left < 0 ? "-" + HumanDuration.of(-left) : HumanDuration.of(left);
    }

    String state() {
        return switch (first().state()) {
            case "deadline-exceeded" -> "overdue";
            default -> SafeText.of(first().state());
        };
    }

    /** What most of the threads do, and for how long. */
    String activity() {
        List<ThreadInfo> blocked =
                threads.stream().filter(thread -> thread.blocked() != null).toList();
        if (blocked.isEmpty()) {
            return threads.isEmpty() ? "-" : SafeText.of(threads.get(0).state());
        }
        ThreadInfo longest = blocked.get(0);
        for (ThreadInfo thread : blocked) {
            longest = Threads.longest(List.of(thread)) > Threads.longest(List.of(longest)) ? thread : longest;
        }
        long millis = Threads.longest(blocked);
        String call = Threads.activity(longest).substring("in ".length());
        return millis < 0 ? call + " (time unknown)" : HumanDuration.of(millis) + " " + call;
    }

    /** Whether it holds {@code text}, in small or capital letters. */
    boolean matches(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || (path + " " + state() + " " + activity() + " " + first().findings())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted);
    }
}
