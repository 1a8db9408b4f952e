package io.ctxagent.context;

import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices scopes that were collected and never cancelled, and lets go of their contexts. There is no thread for it: the
 * queue is looked at when a context is derived, when the tree is walked and when the timer wakes.
 */
final class LostScopes {

    /** Rows that are kept; the oldest give way. */
    static final int REMEMBERED = 1000;

    /** What one derivation does for others, at most. */
    private static final int BATCH = 64;

    private static final ArrayDeque<@Nullable Object[]> ROWS = new ArrayDeque<>();

    private LostScopes() {}

    /** Costs one volatile read where there is nothing to do. */
    static void drain() {
        Reference<?> dead = Node.SCOPES.poll();
        for (int i = 1; dead != null; i++) {
            handle(dead);
            dead = i < BATCH ? Node.SCOPES.poll() : null;
        }
    }

    static void drainAll() {
        Reference<?> dead = Node.SCOPES.poll();
        while (dead != null) {
            handle(dead);
            dead = Node.SCOPES.poll();
        }
    }

    /** A row for each, the oldest first. */
    static List<@Nullable Object[]> rows() {
        drainAll();
        synchronized (ROWS) {
            return new ArrayList<>(ROWS);
        }
    }

    /** Whoever calls has nothing to do with what it finds here, and is not to fail because of it. */
    private static void handle(Reference<?> dead) {
        try {
            if (dead instanceof LostLink link) {
                link.collected();
            } else if (dead instanceof Node node) {
                lose(node);
            }
        } catch (Throwable thrown) {
            Callbacks.failed("the release of a context that nobody can cancel any more", thrown);
        }
    }

    private static void lose(Node node) {
        LostLink link = LostNode.lose(node);
        if (link == null) {
            return;
        }
        LostNode.giveWay(node, link);
        link.begin();
        @Nullable Object[] row = Rows.of(node);
        synchronized (ROWS) {
            if (ROWS.size() == REMEMBERED) {
                ROWS.removeFirst();
            }
            ROWS.addLast(row);
        }
    }
}
