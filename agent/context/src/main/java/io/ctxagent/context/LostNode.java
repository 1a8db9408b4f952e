package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * What is done to a node whose scope was collected: a {@link LostLink} takes its place in the list, and whatever hangs on it
 * and must hear of its end, or whose own loss must be noticed, holds it in the tree. No lock is held by the caller, and never
 * two of them here.
 */
final class LostNode {

    private LostNode() {}

    /** Notes that the scope is gone; null where that does not matter any more. */
    static @Nullable LostLink lose(Node node) {
        if (node.err != null || node.isEternal()) {
            return null;
        }
        LostLink link = node.lostLink();
        synchronized (node.lock()) {
            Side own = node.sideLocked();
            if (node.err != null || own.lost != null) {
                return null;
            }
            int held = 0;
            for (Link child = node.firstChild(); child != null; child = child.next()) {
                held += child.hold() ? 1 : 0;
            }
            own.heldChildren = held;
            own.lost = link;
            if (own.stripes != null) {
                own.stripes.holding = true;
            }
            own.repin(node);
        }
        recountStripes(node);
        return link;
    }

    /** Lets {@code link} take the place of the node in its list. */
    static void giveWay(Node node, LostLink link) {
        Branch list = node.list();
        synchronized (list.lock()) {
            if (list.err != null || node.unlinked()) {
                return;
            }
            list.replaceLocked(node, link);
        }
        list.pinMayDiffer();
    }

    /**
     * Looks whether a child in a stripe holds the node, if it is lost. Where two look at once the one that began later knows
     * what the other one saw, and is believed.
     */
    static void recountStripes(Node node) {
        Side own = node.side;
        Stripes stripes = own == null ? null : own.stripes;
        if (own == null || stripes == null || own.lost == null) {
            return;
        }
        int look;
        synchronized (node.lock()) {
            look = ++stripes.looks;
        }
        boolean holding = stripes.isHolding();
        synchronized (node.lock()) {
            if (stripes.looks == look) {
                stripes.holding = holding;
                own.repin(node);
            }
        }
    }

    /**
     * Where the node is lost and its link was pinned or unpinned, its parent may be lost too, and must then be held or let go
     * itself. The caller refers to the node, so none of them goes meanwhile.
     */
    static void pinAbove(Node first) {
        Node node = first;
        while (true) {
            Side own = node.side;
            LostLink link = own == null ? null : own.lost;
            if (link == null) {
                return;
            }
            Branch list = link.list();
            synchronized (list.lock()) {
                if (list.err != null || link.unlinked()) {
                    return;
                }
                boolean before = link.held;
                boolean now = link.hold();
                if (before == now) {
                    return;
                }
                list.countHeldLocked(now ? 1 : -1);
            }
            node = list.counted();
        }
    }
}
