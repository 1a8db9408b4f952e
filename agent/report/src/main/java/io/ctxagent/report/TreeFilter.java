package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which contexts to show.
 *
 * @param root id of the context to start from; null for all roots
 * @param depth how many levels, the roots being the first; 0 for all
 * @param states {@code live}, {@code canceled}, {@code deadline-exceeded}; empty for all
 * @param olderMillis the least age; 0 for all
 * @param match what id, name, kind, site or a key must contain, in small or capital letters; null for all
 */
public record TreeFilter(
        @Nullable String root,
        int depth,
        Set<String> states,
        long olderMillis,
        @Nullable String match) {

    /** Shows everything. */
    public static final TreeFilter ALL = new TreeFilter(null, 0, Set.of(), 0, null);

    public TreeFilter {
        states = Set.copyOf(states);
    }

    /** The snapshot with the contexts that fit and no others. */
    public Snapshot select(Snapshot snapshot) {
        List<ContextInfo> fitting = new ArrayList<>();
        for (ContextInfo context : withinDepth(snapshot)) {
            if (fits(context)) {
                fitting.add(context);
            }
        }
        return with(snapshot, fitting);
    }

    /** The snapshot with the contexts that fit and the way to each from the roots. */
    public Snapshot selectWithPaths(Snapshot snapshot) {
        return withPaths(with(snapshot, withinDepth(snapshot)), this::fits);
    }

    /** The snapshot with the contexts that are {@code wanted} and the way to each from the roots. */
    public static Snapshot withPaths(Snapshot snapshot, Predicate<ContextInfo> wanted) {
        Map<String, ContextInfo> byId = new HashMap<>();
        for (ContextInfo context : snapshot.contexts()) {
            byId.put(context.id(), context);
        }
        Set<String> shown = new HashSet<>();
        for (ContextInfo context : snapshot.contexts()) {
            ContextInfo step = wanted.test(context) ? context : null;
            while (step != null && shown.add(step.id())) {
                String parent = step.parent();
                step = parent == null ? null : byId.get(parent);
            }
        }
        List<ContextInfo> fitting = new ArrayList<>(shown.size());
        for (ContextInfo context : snapshot.contexts()) {
            if (shown.contains(context.id())) {
                fitting.add(context);
            }
        }
        return with(snapshot, fitting);
    }

    private List<ContextInfo> withinDepth(Snapshot snapshot) {
        if (root == null && depth == 0) {
            return snapshot.contexts();
        }
        Map<String, Integer> levels = new HashMap<>();
        for (ContextInfo context : new ContextTree(snapshot.contexts()).parentsFirst()) {
            String parent = context.parent();
            Integer above = parent == null ? null : levels.get(parent);
            if (above != null) {
                levels.put(context.id(), above + 1);
            } else if (root == null || root.equals(context.id())) {
                levels.put(context.id(), 1);
            }
        }
        return snapshot.contexts().stream()
                .filter(context -> {
                    Integer level = levels.get(context.id());
                    return level != null && (depth == 0 || level <= depth);
                })
                .toList();
    }

    private boolean fits(ContextInfo context) {
        return (states.isEmpty() || states.contains(context.state()))
                && context.ageMillis() >= olderMillis
                && (match == null || matches(context, match.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(ContextInfo context, String match) {
        return contains(context.id(), match)
                || contains(context.name(), match)
                || contains(context.kind(), match)
                || contains(context.site(), match)
                || context.keys().stream().anyMatch(key -> contains(key, match));
    }

    private static boolean contains(@Nullable String text, String match) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(match);
    }

    private static Snapshot with(Snapshot snapshot, List<ContextInfo> contexts) {
        return new Snapshot(
                snapshot.schema(),
                snapshot.jvm(),
                snapshot.agent(),
                snapshot.counts(),
                contexts,
                snapshot.threads(),
                snapshot.findings());
    }
}
