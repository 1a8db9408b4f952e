package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * Stands in its parent's list for a node whose scope was collected: the list alone no longer keeps the node alive, but as
 * long as somebody else does, its parent's end reaches it.
 */
sealed class LostLink extends Link permits TimedLostLink, MergedLostLink {

    private final Branch list;

    /**
     * The node, while something hangs on it that must hear of its end or whose own loss must be noticed: a registration, a
     * stage, a child with a scope. Written under the node's lock.
     */
    private volatile @Nullable Node pin;

    /** Whether it counts among the children that hold its owner; guarded by the list's lock. */
    boolean held;

    LostLink(Node node) {
        super(node, Node.SCOPES);
        this.list = node.list();
        this.id = node.id;
        next(this);
    }

    @Override
    final @Nullable Node target() {
        return (Node) get();
    }

    final void pin(@Nullable Node node) {
        pin = node;
    }

    final Branch list() {
        return list;
    }

    @Override
    final boolean hold() {
        held = pin != null;
        return held;
    }

    @Override
    final boolean release() {
        boolean before = held;
        held = false;
        return before;
    }

    /** Called after it has taken the node's place. */
    void begin() {}

    /** Called when the node has become done. */
    void end() {}

    /** Called when the node was collected. */
    final void collected() {
        end();
        synchronized (list.lock()) {
            if (list.err == null) {
                list.unlinkLocked(this);
            }
        }
        list.pinMayDiffer();
    }
}
