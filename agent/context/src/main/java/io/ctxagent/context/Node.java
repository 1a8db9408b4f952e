package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree. It is a weak reference to its own {@link CancelScope}, so that a scope that is dropped and never
 * cancelled shows up in a queue ({@link LostScopes}); nothing here refers to the scope strongly.
 *
 * <p>{@link #lock()} guards the list of children, the registrations and the change to done. Never are two of these locks
 * held at once, and no user code runs under one. The lock is not the node: users see the node and may synchronize on it.
 */
abstract sealed class Node extends Link implements Layer permits Root, CancelNode, KindNode, TimedNode, MergedNode {

    static final ReferenceQueue<Object> SCOPES;

    private static final VarHandle FIRST_CHILD;

    static {
        // Before the first context: an agent that finds this class loaded finds the port too.
        AgentPort.load();
        SCOPES = new ReferenceQueue<>();
        try {
            FIRST_CHILD = MethodHandles.lookup().findVarHandle(Node.class, "firstChild", Link.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null for a root. */
    private final @Nullable Layer parent;

    private final Inherited inherited;

    /** {@link System#nanoTime()} of its creation. */
    final long createdNanos;

    /** Why it is done; written once, under the lock, for the whole subtree by whoever cancels. */
    volatile @Nullable ContextException err;

    /** The newest child; written under the lock, and so that a walker without it sees the child whole. */
    private @Nullable Link firstChild;

    /** What few contexts need; made under the lock. */
    volatile @Nullable Side side;

    Node(@Nullable CancelScope scope, @Nullable Layer parent, Inherited inherited) {
        super(scope, SCOPES);
        this.parent = parent;
        this.inherited = inherited;
        this.createdNanos = System.nanoTime();
        if (parent != null) {
            Creation.observe(this);
        }
    }

    abstract Kind kind();

    @Override
    public final Node node() {
        return this;
    }

    @Override
    public final Inherited inherited() {
        return inherited;
    }

    @Override
    public final @Nullable Layer parent() {
        return parent;
    }

    @Override
    final Node target() {
        return this;
    }

    @Override
    public final boolean isDone() {
        return err != null;
    }

    @Override
    public final boolean getAsBoolean() {
        return err != null;
    }

    @Override
    public final @Nullable ContextException err() {
        return err;
    }

    @Override
    @SuppressWarnings("unchecked") // withValue() has checked it
    public final <T> @Nullable T value(ContextKey<T> key) {
        return (T) inherited.get(Objects.requireNonNull(key, "key"));
    }

    @Override
    public final String toString() {
        return Derivation.of(this);
    }

    final Object lock() {
        return Locks.of(id);
    }

    /** Whose list of children this is in. */
    final Node owner() {
        Node above = parent == null ? null : parent.node();
        if (above == null || above.isEternal()) {
            return Forest.stripe(above, createdNanos);
        }
        return kind() == Kind.SHIELD ? Forest.detached(createdNanos) : above;
    }

    /** Whether it can never be done. */
    boolean isEternal() {
        return false;
    }

    /** Puts this into the tree; where its parent is done already it is done at once, by the same. */
    final void attach() {
        Node owner = owner();
        ContextException ended;
        synchronized (owner.lock()) {
            id = Ids.next();
            ended = owner.err;
            if (ended == null) {
                owner.linkLocked(this);
            }
        }
        if (ended != null) {
            err = ended;
        } else {
            owner.pinMayDiffer();
        }
    }

    /**
     * Makes this and everything below it done.
     *
     * @return whether this call did
     */
    final boolean finish(ContextException reason) {
        return err == null && new Sweep(reason).begin(this);
    }

    /** Takes this out of its owner's list. An owner that is done has given its list away. */
    final void detach() {
        Node owner = owner();
        synchronized (owner.lock()) {
            if (owner.err == null) {
                owner.unlinkLocked(this);
                Side own = side;
                LostLink lost = own == null ? null : own.lost;
                if (lost != null) {
                    owner.unlinkLocked(lost);
                }
            }
        }
        owner.pinMayDiffer();
    }

    /** Called once, without a lock, when it has become done: lets go of what only live contexts need. */
    void ended() {}

    /** What will stand for this in its owner's list. */
    LostLink lostLink() {
        return new LostLink(this);
    }

    /** Notes that the scope is gone; null where that does not matter any more. */
    final @Nullable LostLink lose() {
        if (err != null || isEternal()) {
            return null;
        }
        LostLink link = lostLink();
        synchronized (lock()) {
            Side own = sideLocked();
            if (err != null || own.lost != null) {
                return null;
            }
            int held = 0;
            for (Link child = firstChild; child != null; child = child.next()) {
                held += child.hold() ? 1 : 0;
            }
            own.heldChildren = held;
            own.lost = link;
            own.repin(this);
        }
        return link;
    }

    /** Lets {@code link} take the place of this in the list. */
    final void giveWayTo(LostLink link) {
        Node owner = owner();
        synchronized (owner.lock()) {
            if (owner.err != null || unlinked()) {
                return;
            }
            Link before = prev;
            Link after = next();
            link.next(after);
            link.prev = before;
            if (after != null) {
                after.prev = link;
            }
            if (before != null) {
                before.next(link);
            } else {
                FIRST_CHILD.setRelease(owner, link);
            }
            prev = null;
            next(this);
            owner.countHeldLocked(-1);
            owner.countHeldLocked(link.hold() ? 1 : 0);
        }
        owner.pinMayDiffer();
    }

    /** A lost node stays in the tree as long as it holds children whose loss would go unnoticed otherwise. */
    private void countHeldLocked(int change) {
        Side own = side;
        if (own != null && own.lost != null) {
            own.heldChildren += change;
            own.repin(this);
        }
    }

    /**
     * To be called, without a lock, after anything that may pin or unpin the link of a lost node: its parent may be lost too,
     * and must then be held or let go itself. The caller refers to the node, so none of them goes meanwhile.
     */
    final void pinMayDiffer() {
        Node node = this;
        while (node != null) {
            Side own = node.side;
            LostLink link = own == null ? null : own.lost;
            if (link == null) {
                return;
            }
            Node owner = link.owner();
            synchronized (owner.lock()) {
                if (owner.err != null || link.unlinked()) {
                    return;
                }
                boolean before = link.held;
                boolean now = link.hold();
                if (before == now) {
                    return;
                }
                owner.countHeldLocked(now ? 1 : -1);
            }
            node = owner;
        }
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

    final Side sideLocked() {
        Side own = side;
        if (own == null) {
            own = new Side();
            side = own;
        }
        return own;
    }

    /** False when this is done: the caller then acts at once. */
    final boolean register(Registration registration) {
        synchronized (lock()) {
            if (err != null) {
                return false;
            }
            Side own = sideLocked();
            own.append(registration);
            own.repin(this);
        }
        pinMayDiffer();
        return true;
    }

    final void unregister(Registration registration) {
        synchronized (lock()) {
            if (err == null) {
                Side own = side;
                if (own != null) {
                    own.remove(registration);
                    own.repin(this);
                }
            }
        }
        pinMayDiffer();
    }

    final CompletionStage<ContextException> stage() {
        DoneStage stage;
        synchronized (lock()) {
            Side own = sideLocked();
            stage = own.stage;
            if (stage == null) {
                stage = new DoneStage(this);
                own.stage = stage;
                if (err == null && !isEternal()) {
                    own.append(stage.completion());
                    own.repin(this);
                }
            }
        }
        pinMayDiffer();
        return stage;
    }

    final void name(String name) {
        synchronized (lock()) {
            sideLocked().name = name;
        }
    }
}
