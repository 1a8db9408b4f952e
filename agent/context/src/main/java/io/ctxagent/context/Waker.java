package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** Wakes a call that the agent knows to be blocked; runs on the thread that cancels. As a {@link Runnable}: forgets that. */
final class Waker extends Registration implements Runnable {

    private final Node node;
    private volatile @Nullable Runnable action;

    private Waker(Node node, Runnable action) {
        this.node = node;
        this.action = action;
    }

    static Runnable register(Node node, Runnable action) {
        Waker waker = new Waker(node, action);
        if (!node.isEternal() && !node.register(waker) && waker.claim()) {
            Callbacks.guarded("a waker", action);
        }
        return waker;
    }

    @Override
    void fire(ContextException err) {
        Runnable now = action;
        action = null;
        if (now != null) {
            now.run();
        }
    }

    @Override
    public void run() {
        if (claim()) {
            node.unregister(this);
            action = null;
        }
    }

    @Override
    boolean isOurs() {
        return true;
    }
}
