package io.ctxagent.context;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * More lists of children for a node in whose own list threads were seen to meet: each thread puts its children into the one
 * that its hash leads to. Children that were there before stay in the node's own.
 */
final class Stripes {

    /** Meetings of threads after which a node gets stripes: a few are chance, and stripes weigh as much as 50 children. */
    static final int MEETINGS = 16;

    private final AtomicReferenceArray<@Nullable Stripe> all = new AtomicReferenceArray<>(Ids.MASK + 1);

    /** Whether one of them holds the node, which is lost. Guarded by the node's lock. */
    boolean holding;

    /** How often that was looked into. Guarded by the node's lock. */
    int looks;

    /** Which list this thread's children go to, from 1 to {@link Ids#MASK}. */
    static int ofThisThread() {
        int hash = System.identityHashCode(Thread.currentThread()) * 0x9E3779B9;
        return 1 + (int) ((hash & 0xFFFFFFFFL) * Ids.MASK >>> Integer.SIZE);
    }

    /** The one that an element with this id is in. */
    Stripe holder(long id) {
        return Objects.requireNonNull(all.getAcquire((int) id & Ids.MASK));
    }

    /** Null where nobody needed it yet. */
    @Nullable
    Stripe at(int number) {
        return all.getAcquire(number);
    }

    /** Under the lock of {@code node}, which is not done. */
    Stripe makeLocked(Node node, int number) {
        Stripe stripe = all.getPlain(number);
        if (stripe == null) {
            stripe = new Stripe(node, number);
            all.setRelease(number, stripe);
        }
        return stripe;
    }

    /** Whether a child in one of them holds the node. Takes one lock after the other. */
    boolean isHolding() {
        for (int number = 1; number <= Ids.MASK; number++) {
            Stripe stripe = at(number);
            if (stripe != null) {
                synchronized (stripe.lock()) {
                    if (stripe.isHoldingLocked()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
