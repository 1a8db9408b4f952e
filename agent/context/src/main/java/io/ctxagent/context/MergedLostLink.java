package io.ctxagent.context;

/** Also takes the node's place with the other contexts that it follows. */
final class MergedLostLink extends LostLink {

    private final Node[] others;
    private final MergedNode.Subscription[] subscriptions;

    MergedLostLink(MergedNode node, Node[] others, MergedNode.Subscription[] subscriptions) {
        super(node);
        this.others = others;
        this.subscriptions = subscriptions;
    }

    @Override
    void begin() {
        for (MergedNode.Subscription subscription : subscriptions) {
            subscription.follow(this);
        }
    }

    @Override
    void end() {
        for (int i = 0; i < others.length; i++) {
            others[i].unregister(subscriptions[i]);
        }
    }
}
