package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** What has a list of children: a node, or one of the {@link Stripes} of a node in whose list many threads meet. */
abstract sealed class Branch extends Link permits Node, Stripe {

    private static final VarHandle FIRST_CHILD;

    static {
        try {
            FIRST_CHILD = MethodHandles.lookup().findVarHandle(Branch.class, "firstChild", Link.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Why it is done; written once, under the lock, for the whole subtree by whoever cancels. */
    volatile @Nullable ContextException err;

    /** The newest child; written under the lock, and so that a walker without it sees the child whole. */
    private @Nullable Link firstChild;

    Branch(@Nullable Object referent, ReferenceQueue<Object> queue) {
        super(referent, queue);
    }

    /** Guards the list and the change to done. */
    abstract Object lock();

    /** Counts the children that hold a lost node in the tree. */
    abstract void countHeldLocked(int change);

    /** The node whose children are in this list, once the number of those that hold it has been brought up to date. */
    abstract Node counted();

    /** To be called, without a lock, after anything that may pin or unpin the link of a lost node. */
    final void pinMayDiffer() {
        LostNode.pinAbove(counted());
    }

    /** Read without the lock. */
    final @Nullable Link firstChild() {
        return (Link) FIRST_CHILD.getAcquire(this);
    }

    /** Gives all children away. */
    final @Nullable Link takeChildrenLocked() {
        Link all = firstChild;
        if (all != null) {
            FIRST_CHILD.setRelease(this, null);
        }
        return all;
    }

    final void linkLocked(Link element) {
        Link head = firstChild;
        element.next(head);
        if (head != null) {
            head.prev = element;
        }
        FIRST_CHILD.setRelease(this, element);
        countHeldLocked(1);
    }

    final void unlinkLocked(Link element) {
        if (element.unlinked()) {
            return;
        }
        Link before = element.prev;
        Link after = element.next();
        if (after != null) {
            after.prev = before;
        }
        if (before != null) {
            before.next(after);
        } else {
            FIRST_CHILD.setRelease(this, after);
        }
        element.prev = null;
        element.next(element);
        countHeldLocked(element.release() ? -1 : 0);
    }

    /** Puts {@code other} into the place of {@code element}, which is in the list. */
    final void replaceLocked(Link element, Link other) {
        Link before = element.prev;
        Link after = element.next();
        other.next(after);
        other.prev = before;
        if (after != null) {
            after.prev = other;
        }
        if (before != null) {
            before.next(other);
        } else {
            FIRST_CHILD.setRelease(this, other);
        }
        element.prev = null;
        element.next(element);
        countHeldLocked(-1);
        countHeldLocked(other.hold() ? 1 : 0);
    }
}
