package io.ctxagent.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code withCancelFrom}: hears of the end of other contexts too. */
final class MergedNode extends Node {

    private final Node[] others;
    private final Subscription[] subscriptions;

    MergedNode(CancelScope scope, Layer parent, Layer[] others) {
        super(scope, parent, new Inherited.Mixed(parent.inherited().all(), earliest(parent, others)));
        this.others = new Node[others.length];
        this.subscriptions = new Subscription[others.length];
        for (int i = 0; i < others.length; i++) {
            this.others[i] = others[i].node();
            this.subscriptions[i] = new Subscription(this);
        }
    }

    static Layer[] copy(Context[] others) {
        Layer[] copy = new Layer[Objects.requireNonNull(others, "others").length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (Layer) Objects.requireNonNull(others[i], "others");
        }
        return copy;
    }

    private static @Nullable Deadline earliest(Layer parent, Layer[] others) {
        Deadline earliest = parent.node().inherited().bound();
        for (Layer other : others) {
            Deadline deadline = other.node().inherited().bound();
            if (deadline != null
                    && (earliest == null || deadline.isBefore(earliest.time, earliest.nanos, earliest.known()))) {
                earliest = deadline;
            }
        }
        return earliest;
    }

    @Override
    Kind kind() {
        return Kind.WITH_CANCEL_FROM;
    }

    /** After this was attached: where the parent was done already, its error has won. */
    void subscribe() {
        for (int i = 0; i < others.length && err == null; i++) {
            Node other = others[i];
            if (!other.isEternal() && !other.register(subscriptions[i])) {
                finish(Objects.requireNonNull(other.err));
            }
        }
        if (err != null) {
            ended(); // done meanwhile: what was registered after that must not stay
        }
    }

    @Override
    void ended() {
        for (int i = 0; i < others.length; i++) {
            others[i].unregister(subscriptions[i]);
        }
    }

    @Override
    LostLink lostLink() {
        return new MergedLostLink(this, others, subscriptions);
    }

    /** Stands in the registrations of another context. */
    static final class Subscription extends Registration {

        /** The node, or what stands for it once nobody can cancel it: then the other context keeps it no longer alive. */
        private volatile Link follower;

        /** Links those that the cancelling thread has still to tell. */
        @Nullable
        Subscription nextToTell;

        Subscription(Link follower) {
            this.follower = follower;
        }

        void follow(Link next) {
            follower = next;
        }

        @Nullable
        Node follower() {
            return follower.target();
        }

        @Override
        void fire(ContextException err) {
            throw new IllegalStateException("the sweep follows subscriptions itself");
        }

        @Override
        boolean isOurs() {
            return true;
        }
    }
}
