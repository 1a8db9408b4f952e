package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * The nodes that a walk has still to show, the last one first. In parts of a few kilobytes, of which none is ever copied: a hundred
 * thousand siblings would else leave behind what each growing array was before. Not thread-safe.
 */
final class NodeStack {

    private static final int LENGTH = 1024;

    private @Nullable Part top;

    /** One is kept for the next node: a stack that comes and goes over the end of a part makes none. */
    private @Nullable Part spare;

    private int used;

    private static final class Part {
        final @Nullable Node[] nodes = new @Nullable Node[LENGTH];
        final @Nullable Part below;

        Part(@Nullable Part below) {
            this.below = below;
        }
    }

    void push(Node node) {
        Part part = top;
        if (part == null || used == LENGTH) {
            Part kept = spare;
            part = kept != null && kept.below == part ? kept : new Part(part);
            spare = null;
            top = part;
            used = 0;
        }
        part.nodes[used++] = node;
    }

    /** Null where there is none. */
    @Nullable
    Node poll() {
        Part part = top;
        if (part != null && used == 0) {
            spare = part;
            part = part.below;
            top = part;
            used = LENGTH;
        }
        if (part == null) {
            used = 0;
            return null;
        }
        Node node = part.nodes[--used];
        part.nodes[used] = null;
        return node;
    }
}
