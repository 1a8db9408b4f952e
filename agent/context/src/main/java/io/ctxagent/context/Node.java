package io.ctxagent.context;

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
abstract sealed class Node extends Branch implements Layer permits Root, CancelNode, KindNode, TimedNode, MergedNode {

    static final ReferenceQueue<Object> SCOPES;

    static {
        // Before the first context: an agent that finds this class loaded finds the port too.
        AgentPort.load();
        SCOPES = new ReferenceQueue<>();
    }

    /** Null for a root. */
    private final @Nullable Layer parent;

    private final Inherited inherited;

    /** {@link System#nanoTime()} of its creation. */
    final long createdNanos;

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

    /** Where all that {@link Creation} would ask for is known. */
    Node(CancelScope scope, Layer parent, Side side) {
        super(scope, SCOPES);
        this.parent = parent;
        this.inherited = parent.inherited();
        this.createdNanos = System.nanoTime();
        this.side = side;
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

    /** Null: users see this object, and who was given a context must not get at the scope that cancels it. */
    @Override
    public final @Nullable Object get() {
        return null;
    }

    /** Does nothing: whether the scope is there is the collector's word alone. */
    @Override
    public final void clear() {}

    /** False: the scope is not lost because somebody says so. */
    @Override
    public final boolean enqueue() {
        return false;
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

    @Override
    final Locks.Lock lock() {
        return Locks.of(id);
    }

    /** The id that people see. */
    final long number() {
        return Ids.shown(id);
    }

    /** Whose child this is in the tree; of a context that is never done the lists are in {@link Forest}. */
    private Node owner(int number) {
        Node above = parent == null ? null : parent.node();
        if (above == null || above.isEternal()) {
            return Forest.stripe(above, number);
        }
        return kind() == Kind.SHIELD ? Forest.detached(number) : above;
    }

    /** In which list this is. */
    final Branch list() {
        int number = (int) id & Ids.MASK;
        Node owner = owner(number);
        if (number == 0 || owner.isEternal()) {
            return owner;
        }
        return Objects.requireNonNull(Objects.requireNonNull(owner.side).stripes)
                .holder(id);
    }

    /** Whether it can never be done. */
    boolean isEternal() {
        return false;
    }

    /** Puts this into the tree; where its parent is done already it is done at once, by the same. */
    final void attach() {
        int number = Stripes.ofThisThread();
        Node owner = owner(number);
        if (owner.isEternal()) {
            synchronized (owner.lock()) {
                id = Ids.next() | number;
                owner.linkLocked(this);
            }
            return;
        }
        Side side = owner.side;
        Stripes stripes = side == null ? null : side.stripes;
        Stripe stripe = stripes == null ? null : owner.stripe(stripes, number);
        if (stripe == null) {
            attachTo(owner);
        } else {
            attachTo(stripe);
        }
    }

    private void attachTo(Node owner) {
        Locks.Lock lock = owner.lock();
        boolean met = lock.isHeld();
        ContextException ended;
        synchronized (lock) {
            lock.held(true);
            id = Ids.next();
            ended = owner.err;
            if (ended == null) {
                owner.linkLocked(this);
                met = met && lock.meet(Stripes.MEETINGS);
            }
            lock.held(false);
        }
        if (ended != null) {
            err = ended;
            return;
        }
        if (met) {
            owner.spread();
        }
        owner.pinMayDiffer();
    }

    private void attachTo(Stripe stripe) {
        ContextException ended;
        synchronized (stripe.lock()) {
            id = stripe.nextIdLocked();
            ended = stripe.endedLocked();
            if (ended == null) {
                stripe.linkLocked(this);
            }
        }
        if (ended != null) {
            err = ended;
        } else {
            stripe.pinMayDiffer();
        }
    }

    /** From now on each thread puts its children into a list of its own. */
    final void spread() {
        synchronized (lock()) {
            Side own = sideLocked();
            if (err == null && own.stripes == null) {
                own.stripes = new Stripes();
            }
        }
    }

    /** Null when this is done. */
    private @Nullable Stripe stripe(Stripes stripes, int number) {
        Stripe known = stripes.at(number);
        if (known != null) {
            return known;
        }
        synchronized (lock()) {
            return err == null ? stripes.makeLocked(this, number) : null;
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

    /** Takes this out of its list. One whose owner is done was given away with it. */
    final void detach() {
        Branch list = list();
        synchronized (list.lock()) {
            if (list.err == null) {
                list.unlinkLocked(this);
                Side own = side;
                LostLink lost = own == null ? null : own.lost;
                if (lost != null) {
                    list.unlinkLocked(lost);
                }
            }
        }
        list.pinMayDiffer();
    }

    /** Called once, without a lock, when it has become done: lets go of what only live contexts need. */
    void ended() {}

    /** What will stand for this in its owner's list. */
    LostLink lostLink() {
        return new LostLink(this);
    }

    /** A lost node stays in the tree as long as it holds children whose loss would go unnoticed otherwise. */
    @Override
    final void countHeldLocked(int change) {
        Side own = side;
        if (own != null && own.lost != null) {
            own.heldChildren += change;
            own.repin(this);
        }
    }

    @Override
    final Node counted() {
        return this;
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

    final void name(Object name) {
        synchronized (lock()) {
            sideLocked().name = name;
        }
    }

    /** The same for one that is not in the tree yet, which nobody else can see. */
    final void nameUnseen(Object name) {
        Side own = side;
        if (own == null) {
            own = new Side();
        }
        own.name = name;
        side = own;
    }
}
