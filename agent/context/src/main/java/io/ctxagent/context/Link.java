package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An element in the list of a node's children: the child itself, or a {@link LostLink} that stands in its place. The links
 * are part of the element: putting it in and taking it out costs the same among a million siblings.
 *
 * <p>The list is changed under the lock of its owner and walked without any. Elements are put in at the head only, with
 * growing ids, so {@code next} always leads to an older one. An element that was taken out has itself as {@code next}: a
 * walker that stands on it sees that, and one that is kept holds no other.
 */
abstract sealed class Link extends WeakReference<Object> permits Branch, LostLink {

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Link.class, "next", Link.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Unique, growing; written under the owner's lock before others see the element. */
    long id;

    private @Nullable Link next;

    /** Guarded by the owner's lock; while the owner is being cancelled, it links the lists that are still to do. */
    @Nullable
    Link prev;

    Link(@Nullable Object referent, ReferenceQueue<Object> queue) {
        super(referent, queue);
    }

    /** The node that this stands for; null when it is gone. */
    abstract @Nullable Node target();

    /**
     * Whether the owner must stay in the tree because of this, should the owner itself be lost; noted until
     * {@link #release}. Under the owner's lock.
     */
    boolean hold() {
        return true;
    }

    /** Whether it was noted. Under the owner's lock. */
    boolean release() {
        return true;
    }

    final @Nullable Link next() {
        return (Link) NEXT.getAcquire(this);
    }

    final void next(@Nullable Link element) {
        NEXT.setRelease(this, element);
    }

    final boolean unlinked() {
        return next() == this;
    }
}
