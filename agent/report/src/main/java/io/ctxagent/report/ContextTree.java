package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Contexts as a tree. One whose parent is not in the list is a root. Needs a list whose parents form a tree, as every
 * snapshot that was read does. No recursion here or in its users: a chain may be 100,000 long.
 */
public final class ContextTree {

    private final Map<String, List<ContextInfo>> children = new HashMap<>();
    private final List<ContextInfo> roots = new ArrayList<>();

    public ContextTree(List<ContextInfo> contexts) {
        Set<String> ids = new HashSet<>();
        for (ContextInfo context : contexts) {
            ids.add(context.id());
        }
        for (ContextInfo context : contexts) {
            String parent = context.parent();
            if (parent == null || !ids.contains(parent)) {
                roots.add(context);
            } else {
                Groups.add(children, parent, context);
            }
        }
    }

    public List<ContextInfo> roots() {
        return roots;
    }

    public List<ContextInfo> children(ContextInfo context) {
        return children.getOrDefault(context.id(), List.of());
    }

    /** Every context, parents before children. */
    public List<ContextInfo> parentsFirst() {
        List<ContextInfo> order = new ArrayList<>(roots);
        for (int i = 0; i < order.size(); i++) {
            order.addAll(children(order.get(i)));
        }
        return order;
    }
}
