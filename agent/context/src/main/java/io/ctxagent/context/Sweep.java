package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * One cancellation on its way down. First every node of the subtree is made done, then waiting threads are woken, then the
 * application's callbacks are called: none of them can delay a descendant's end.
 *
 * <p>Neither recursion nor memory: the lists of children that are still to do are linked through fields of the children,
 * which belong to the sweep once their owner is done.
 */
final class Sweep {

    private final ContextException reason;

    /** Heads of lists of children, linked through {@link Link#prev}. */
    private @Nullable Link toDo;

    private MergedNode.@Nullable Subscription toTell;
    private @Nullable Registration first;
    private @Nullable Registration last;

    Sweep(ContextException reason) {
        this.reason = reason;
    }

    /** False when the node was done already. */
    boolean begin(Node top) {
        if (!end(top)) {
            return false;
        }
        top.detach();
        if (toDo != null || toTell != null) {
            descend();
        }
        if (first != null) {
            Callbacks.run(first, reason);
        }
        return true;
    }

    private void descend() {
        while (true) {
            Link link = pop();
            if (link != null) {
                Node child = link.target();
                if (child != null) {
                    end(child);
                }
                continue;
            }
            MergedNode.Subscription subscription = toTell;
            if (subscription == null) {
                return;
            }
            toTell = subscription.nextToTell;
            Node follower = subscription.follower();
            if (follower != null && end(follower)) {
                follower.detach();
            }
        }
    }

    private @Nullable Link pop() {
        Link head = toDo;
        if (head == null) {
            return null;
        }
        Link below = head.prev;
        Link rest = head.next();
        if (rest != null) {
            rest.prev = below;
            toDo = rest;
        } else {
            toDo = below;
        }
        head.prev = null;
        head.next(head);
        return head;
    }

    private boolean end(Node node) {
        Link children;
        Registration registrations = null;
        LostLink lost = null;
        Stripes stripes = null;
        synchronized (node.lock()) {
            if (node.err != null) {
                return false;
            }
            node.err = reason;
            children = node.takeChildrenLocked();
            Side side = node.side;
            if (side != null) {
                registrations = side.takeAll();
                lost = side.lost;
                stripes = side.stripes;
            }
        }
        later(children);
        if (stripes != null) {
            end(stripes);
        }
        if (registrations != null) {
            collect(registrations);
        }
        node.ended();
        if (lost != null) {
            lost.end();
        }
        return true;
    }

    private void end(Stripes stripes) {
        for (int number = 1; number <= Ids.MASK; number++) {
            Stripe stripe = stripes.at(number);
            if (stripe != null) {
                Link children;
                synchronized (stripe.lock()) {
                    stripe.err = reason;
                    children = stripe.takeChildrenLocked();
                }
                later(children);
            }
        }
    }

    private void later(@Nullable Link children) {
        if (children != null) {
            children.prev = toDo;
            toDo = children;
        }
    }

    private void collect(Registration chain) {
        Registration each = chain;
        while (each != null) {
            Registration after = each.after;
            each.before = null;
            each.after = null;
            if (each instanceof MergedNode.Subscription subscription) {
                subscription.nextToTell = toTell;
                toTell = subscription;
            } else {
                if (last == null) {
                    first = each;
                } else {
                    last.after = each;
                }
                last = each;
            }
            each = after;
        }
    }
}
