package io.ctxagent.context;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk over all live nodes, parents before children, each once. It takes no lock. A node that is live from the
 * beginning of the walk to its end is shown; one that comes or goes meanwhile may be.
 */
final class TreeWalk {

    private static final Comparator<Node> BY_ID = Comparator.comparingLong(node -> node.id);

    /** How many of those lately seen are asked whether they are still in the list. */
    static final int LATELY = 64;

    private final Consumer<Node> visitor;

    /** Never-done contexts are shown before the first of their children. */
    private final Set<Node> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private final ArrayDeque<Node> toDo = new ArrayDeque<>();

    // Used again for each node: lists of its own for each of a hundred thousand are work for the collector.
    private final List<Link> links = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private TreeWalk(Consumer<Node> visitor) {
        this.visitor = visitor;
    }

    static void walk(Consumer<Node> visitor) {
        LostScopes.drainAll();
        new TreeWalk(visitor).walk();
    }

    private void walk() {
        for (Root stripe : Forest.grown()) {
            pushChildren(stripe);
            down();
        }
        for (Root todo : Forest.todos()) {
            showEternal(todo);
        }
        List<Node> detached = new ArrayList<>();
        for (Root stripe : Forest.detached()) {
            detached.addAll(children(stripe));
        }
        // A parent's id is lower than its child's, so whatever tree a parent stands in was shown before.
        detached.sort(BY_ID);
        for (Node node : detached) {
            toDo.push(node);
            down();
        }
    }

    private void down() {
        Node node = toDo.poll();
        while (node != null) {
            if (!node.isDone()) {
                Layer above = node.parent();
                if (above != null && above.node().isEternal()) {
                    showEternal(above.node());
                }
                visitor.accept(node);
                pushChildren(node);
            }
            node = toDo.poll();
        }
    }

    private void showEternal(Node eternal) {
        if (shown.contains(eternal)) {
            return;
        }
        ArrayDeque<Node> unseen = new ArrayDeque<>();
        Node each = eternal;
        while (each != null && each.isEternal() && !shown.contains(each)) {
            unseen.push(each);
            Layer above = each.parent();
            each = above == null ? null : above.node();
        }
        for (Node node : unseen) {
            shown.add(node);
            visitor.accept(node);
        }
    }

    private void pushChildren(Node node) {
        addChildren(node, links, nodes);
        for (int i = 0; i < nodes.size(); i++) {
            toDo.push(nodes.get(i));
        }
        nodes.clear();
    }

    /** The children at this moment, the newest first. */
    static List<Node> children(Node owner) {
        List<Node> nodes = new ArrayList<>();
        addChildren(owner, new ArrayList<>(), nodes);
        return nodes;
    }

    /** @param links empty, and empty again afterwards */
    private static void addChildren(Node owner, List<Link> links, List<Node> nodes) {
        addListed(owner, links, nodes);
        Side side = owner.side;
        Stripes stripes = side == null ? null : side.stripes;
        if (stripes != null) {
            for (int number = 1; number <= Ids.MASK; number++) {
                Stripe stripe = stripes.at(number);
                if (stripe != null) {
                    addListed(stripe, links, nodes);
                }
            }
            nodes.sort(BY_ID.reversed());
        }
    }

    private static void addListed(Branch list, List<Link> links, List<Node> nodes) {
        long below = Long.MAX_VALUE;
        Link at = list.firstChild();
        while (at != null) {
            Link next = at.next();
            if (next == at) {
                at = resume(list, links); // taken out while we stood on it
                continue;
            }
            if (at.id < below) {
                links.add(at);
                below = at.id;
            }
            at = next;
        }
        for (int i = 0; i < links.size(); i++) {
            Node node = links.get(i).target();
            if (node != null) {
                nodes.add(node);
            }
        }
        links.clear();
    }

    /** From the last one seen that is still in the list; from the head if none of those lately seen is. */
    static @Nullable Link resume(Branch list, List<Link> seen) {
        for (int i = seen.size() - 1; i >= Math.max(0, seen.size() - LATELY); i--) {
            Link next = seen.get(i).next();
            if (next != seen.get(i)) {
                return next;
            }
        }
        return list.firstChild();
    }
}
