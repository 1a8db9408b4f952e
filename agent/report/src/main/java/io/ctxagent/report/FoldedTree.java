package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tree in which siblings that look alike down to their leaves are one. Looking alike is decided from the leaves up:
 * each subtree gets a number, and two have the same number when they look alike.
 */
public final class FoldedTree {

    /** Fewer siblings than this are shown one by one. */
    private static final int FOLD_FROM = 3;

    private final ContextTree tree;
    private final Threads threads;
    private final Map<String, Integer> shapes = new HashMap<>();

    public FoldedTree(ContextTree tree, Threads threads) {
        this.tree = tree;
        this.threads = threads;
        Map<List<Object>, Integer> known = new HashMap<>();
        List<ContextInfo> order = tree.parentsFirst();
        for (int i = order.size() - 1; i >= 0; i--) {
            ContextInfo context = order.get(i);
            List<Object> look = look(context);
            Integer shape = known.get(look);
            if (shape == null) {
                shape = known.size();
                known.put(look, shape);
            }
            shapes.put(context.id(), shape);
        }
    }

    /** The roots in groups: lists of one, or of more that look alike. */
    public List<List<ContextInfo>> roots() {
        return fold(tree.roots());
    }

    /** The children of all of {@code alike} in groups. */
    public List<List<ContextInfo>> children(List<ContextInfo> alike) {
        if (alike.size() == 1) {
            return fold(tree.children(alike.get(0)));
        }
        List<ContextInfo> all = new ArrayList<>();
        for (ContextInfo context : alike) {
            all.addAll(tree.children(context));
        }
        return List.copyOf(byShape(all));
    }

    private List<List<ContextInfo>> fold(List<ContextInfo> siblings) {
        List<List<ContextInfo>> folded = new ArrayList<>();
        for (List<ContextInfo> alike : byShape(siblings)) {
            if (alike.size() >= FOLD_FROM) {
                folded.add(alike);
            } else {
                for (ContextInfo context : alike) {
                    folded.add(List.of(context));
                }
            }
        }
        return folded;
    }

    private Collection<List<ContextInfo>> byShape(List<ContextInfo> contexts) {
        Map<Integer, List<ContextInfo>> groups = new LinkedHashMap<>();
        for (ContextInfo context : contexts) {
            Groups.add(groups, shape(context), context);
        }
        return groups.values();
    }

    private int shape(ContextInfo context) {
        return shapes.getOrDefault(context.id(), -1);
    }

    private List<Object> look(ContextInfo context) {
        Map<String, Integer> activities = new TreeMap<>();
        for (ThreadInfo thread : threads.under(context)) {
            Groups.count(activities, Threads.alike(thread));
        }
        Map<Integer, Integer> below = new TreeMap<>();
        for (ContextInfo child : tree.children(context)) {
            Groups.count(below, shape(child));
        }
        Long remaining = context.remainingMillis();
        return List.of(
                ContextWords.label(context),
                context.kind(),
                context.state(),
                String.valueOf(context.cause()),
                String.valueOf(context.site()),
                context.ownerEnded(),
                remaining == null ? "none" : remaining < 0 ? "passed" : "left",
                context.keys(),
                context.findings(),
                activities,
                below);
    }
}
