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

    private final NodeStack toDo = new NodeStack();

    // Used again for each node: lists of its own for each of a hundred thousand are work for the collector.
    private final List<Link> lately = new ArrayList<>();
    private final Consumer<Node> push = toDo::push;

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
        eachChild(node, lately, push);
    }

    /** The children at this moment, the newest first. */
    static List<Node> children(Node owner) {
        List<Node> nodes = new ArrayList<>();
        eachChild(owner, new ArrayList<>(), nodes::add);
        return nodes;
    }

    /** @param lately empty, and empty again afterwards */
    private static void eachChild(Node owner, List<Link> lately, Consumer<Node> visitor) {
        Side side = owner.side;
        Stripes stripes = side == null ? null : side.stripes;
        if (stripes == null) {
            eachListed(owner, lately, visitor);
            return;
        }
        List<Node> nodes = new ArrayList<>();
        eachListed(owner, lately, nodes::add);
        for (int number = 1; number <= Ids.MASK; number++) {
            Stripe stripe = stripes.at(number);
            if (stripe != null) {
                eachListed(stripe, lately, nodes::add);
            }
        }
        nodes.sort(BY_ID.reversed());
        nodes.forEach(visitor);
    }

    private static void eachListed(Branch list, List<Link> lately, Consumer<Node> visitor) {
        long below = Long.MAX_VALUE;
        Link at = list.firstChild();
        while (at != null) {
            Link next = at.next();
            if (next == at) {
                at = resume(list, lately); // taken out while we stood on it
                continue;
            }
            if (at.id < below) {
                note(at, lately);
                below = at.id;
                Node node = at.target();
                if (node != null) {
                    visitor.accept(node);
                }
            }
            at = next;
        }
        lately.clear();
    }

    /** Of those before, nobody asks. */
    private static void note(Link seen, List<Link> lately) {
        if (lately.size() == 2 * LATELY) {
            lately.subList(0, LATELY).clear();
        }
        lately.add(seen);
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
