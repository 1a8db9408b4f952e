package io.ctxagent.context;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An {@code afterFunc}. */
final class Action extends Registration implements AfterFunc {

    private final Node node;
    private volatile @Nullable Runnable action;
    private volatile @Nullable Executor executor;

    private Action(Node node, Runnable action, @Nullable Executor executor) {
        this.node = node;
        this.action = action;
        this.executor = executor;
    }

    static AfterFunc register(Node node, Runnable action, @Nullable Executor executor) {
        Action registered = new Action(node, action, executor);
        if (node.isEternal()) {
            return registered;
        }
        if (!node.register(registered)) {
            registered.claim();
            Object before = Ambient.enter(null);
            try {
                Callbacks.guarded("the executor of an afterFunc", registered::handOver);
            } finally {
                Ambient.restore(before);
            }
        }
        return registered;
    }

    @Override
    public boolean stop() {
        if (!claim()) {
            return false;
        }
        node.unregister(this);
        action = null; // this object may be kept, what the action refers to need not
        executor = null;
        return true;
    }

    @Override
    void fire(ContextException err) {
        handOver();
    }

    private void handOver() {
        Runnable handedOver = action;
        Executor given = executor;
        action = null;
        executor = null;
        if (handedOver == null) {
            return;
        }
        Runnable guarded = () -> Callbacks.guarded("an afterFunc", handedOver);
        if (given == null) {
            Threads.startAction(guarded);
        } else {
            given.execute(guarded);
        }
    }

    @Override
    boolean isOurs() {
        return false; // in one row with the stages, so that a parent's come before its descendants'
    }

    @Override
    boolean mayBlock() {
        return executor != null;
    }
}
