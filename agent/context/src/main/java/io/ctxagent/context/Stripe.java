package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * A list of some of the children of a node. It is not seen by users, and so its own lock. Done after its node is, by the
 * same sweep; meanwhile the node's word counts.
 */
final class Stripe extends Branch {

    /** How many ids it takes at once: the counter of all ids is in everybody's way, too. */
    private static final int BLOCK = 32;

    private final Node of;

    /** Which stripe of the node it is; not 0. */
    private final int number;

    private long nextId;
    private int idsLeft;

    /** Children that would hold the node in the tree, were it lost. Guarded by the lock, always kept. */
    private int held;

    // Two stripes in one cache line would be in each other's way as if they were one.
    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5, p6, p7, p8;

    Stripe(Node of, int number) {
        super(null, Node.SCOPES);
        this.of = of;
        this.number = number;
    }

    @Override
    Object lock() {
        return this;
    }

    @Override
    @Nullable
    Node target() {
        return null; // never in a list itself
    }

    long nextIdLocked() {
        if (idsLeft == 0) {
            nextId = Ids.block(BLOCK) | number;
            idsLeft = BLOCK;
        }
        long id = nextId;
        nextId += Ids.MASK + 1;
        idsLeft--;
        return id;
    }

    @Nullable
    ContextException endedLocked() {
        ContextException own = err;
        return own != null ? own : of.err;
    }

    @Override
    void countHeldLocked(int change) {
        held += change;
    }

    boolean isHoldingLocked() {
        return held > 0;
    }

    @Override
    Node counted() {
        LostNode.recountStripes(of);
        return of;
    }
}
