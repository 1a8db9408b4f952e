package io.ctxagent.context;

import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refers to its node; its node knows it by a weak reference only. */
final class Scope implements CancelScope {

    private final Node node;

    private Scope(Function<CancelScope, Node> node) {
        this.node = node.apply(this);
    }

    static Scope open(Function<CancelScope, Node> node) {
        LostScopes.drain();
        Scope scope = new Scope(node);
        scope.node.attach();
        if (scope.node instanceof TimedNode timed) {
            timed.start();
        }
        return scope;
    }

    static Scope bounded(
            Layer parent,
            Kind kind,
            TimeSource time,
            long nanos,
            @Nullable Instant instant,
            @Nullable Throwable cause) {
        Deadline enclosing = parent.inherited().bound();
        if (enclosing != null && enclosing.isBefore(time, nanos, instant)) {
            return open(scope -> new KindNode(scope, parent, parent.inherited(), kind));
        }
        Deadline deadline = new Deadline(parent.inherited(), enclosing, time, nanos, instant, cause);
        return open(scope -> new TimedNode(scope, parent, kind, deadline));
    }

    static Scope merged(Layer parent, Layer[] others) {
        Scope scope = open(self -> new MergedNode(self, parent, others));
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
