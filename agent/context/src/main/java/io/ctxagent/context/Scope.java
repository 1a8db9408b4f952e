package io.ctxagent.context;

import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Refers to its node; its node knows it by a weak reference only. */
final class Scope implements CancelScope {

    private final Node node;

    // A constructor for each kind of node rather than one that is given a function: the compiler of JDK 17 does not
    // always
    // see through the function, and then deriving costs twice as much.

    private Scope(Layer parent) {
        this.node = new CancelNode(this, parent);
    }

    private Scope(Layer parent, Kind kind) {
        this.node = new KindNode(this, parent, parent.inherited(), kind);
    }

    private Scope(Layer parent, Kind kind, Side side) {
        this.node = new KindNode(this, parent, kind, side);
    }

    private Scope(Layer parent, Kind kind, Deadline deadline) {
        this.node = new TimedNode(this, parent, kind, deadline);
    }

    private Scope(Layer parent, Layer[] others) {
        this.node = new MergedNode(this, parent, others);
    }

    static Scope open(Layer parent) {
        LostScopes.drain();
        Scope scope = new Scope(parent);
        scope.node.attach();
        return scope;
    }

    /** Of a kind that has nothing but its name to tell it from {@code withCancel}. */
    static Scope open(Layer parent, Kind kind) {
        LostScopes.drain();
        Scope scope = new Scope(parent, kind);
        scope.node.attach();
        return scope;
    }

    /** The same with a label, which is asked for its text when somebody looks. */
    static Scope open(Layer parent, Kind kind, Object name) {
        LostScopes.drain();
        Scope scope = new Scope(parent, kind);
        scope.node.nameUnseen(name);
        scope.node.attach();
        return scope;
    }

    /** For the agent, which knows all that {@link Creation} would ask for. */
    static Scope open(Layer parent, Kind kind, Side side) {
        LostScopes.drain();
        Scope scope = new Scope(parent, kind, side);
        scope.node.attach();
        return scope;
    }

    /** With a timer of its own. */
    static Scope open(Layer parent, Kind kind, Deadline deadline) {
        LostScopes.drain();
        Scope scope = new Scope(parent, kind, deadline);
        scope.node.attach();
        ((TimedNode) scope.node).start();
        return scope;
    }

    static Scope bounded(
            Layer parent,
            Kind kind,
            TimeSource time,
            long nanos,
            @Nullable Instant instant,
            @Nullable Throwable cause) {
        Deadline enclosing = parent.node().inherited().bound();
        if (enclosing != null && enclosing.isBefore(time, nanos, instant)) {
            return open(parent, kind);
        }
        return open(parent, kind, new Deadline(parent.inherited(), enclosing, time, nanos, instant, cause));
    }

    static Scope merged(Layer parent, Layer[] others) {
        LostScopes.drain();
        Scope scope = new Scope(parent, others);
        scope.node.attach();
        ((MergedNode) scope.node).subscribe();
        return scope;
    }

    @Override
    public Context context() {
        return node;
    }

    @Override
    public CancelScope named(String name) {
        node.name(Objects.requireNonNull(name, "name"));
        return this;
    }

    /** {@link #named} by what will print the label once somebody looks. */
    Scope labelled(Object name) {
        node.name(name);
        return this;
    }

    @Override
    public boolean cancel() {
        return cancel(null);
    }

    @Override
    public boolean cancel(@Nullable Throwable cause) {
        return !node.isDone() && node.finish(new CanceledException(cause, Creation.clock()));
    }

    @Override
    public void close() {
        cancel(null);
    }

    @Override
    public void run(Runnable task) {
        try {
            node.run(task);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public <T> T call(Callable<T> task) throws Exception {
        try {
            return node.call(task);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "CancelScope[" + node + "]";
    }
}
