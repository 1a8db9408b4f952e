package io.ctxagent.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the two kinds of context have in common: a node of the tree, and a value layered on one. The agent's bridge, which
 * cannot see this type, asks any of them "is it done?" as a {@link BooleanSupplier}.
 */
sealed interface Layer extends Context, BooleanSupplier permits Node, ValueLayer {

    /** The node that this is, or is layered on. */
    Node node();

    /** What contexts derived from this take over. */
    Inherited inherited();

    /** What this was derived from; null for a root. */
    @Nullable
    Layer parent();

    @Override
    default CancelScope withCancel() {
        return Scope.open(this);
    }

    @Override
    default CancelScope withTimeout(Duration timeout) {
        return withTimeout(timeout, null);
    }

    @Override
    default CancelScope withTimeout(Duration timeout, @Nullable Throwable cause) {
        Objects.requireNonNull(timeout, "timeout");
        TimeSource time = TimeSource.current();
        return Scope.bounded(this, Kind.WITH_TIMEOUT, time, time.nanos() + Deadline.clamp(timeout), null, cause);
    }

    @Override
    default CancelScope withDeadline(Instant deadline) {
        return withDeadline(deadline, null);
    }

    @Override
    default CancelScope withDeadline(Instant deadline, @Nullable Throwable cause) {
        Objects.requireNonNull(deadline, "deadline");
        TimeSource time = TimeSource.current();
        // The wall clock first: a pause between the two readings makes the deadline late, never early.
        Duration distance = Duration.between(time.instant(), deadline);
        long nanos = time.nanos() + Deadline.clamp(distance);
        return Scope.bounded(this, Kind.WITH_DEADLINE, time, nanos, deadline, cause);
    }

    @Override
    default CancelScope withCancelFrom(Context... others) {
        return Scope.merged(this, MergedNode.copy(others));
    }

    @Override
    default CancelScope shield(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        TimeSource time = TimeSource.current();
        long nanos = time.nanos() + Deadline.clamp(grace);
        Deadline deadline = new Deadline(inherited(), null, time, nanos, null, null);
        return Scope.open(this, Kind.SHIELD, deadline);
    }

    @Override
    default Context withoutCancel() {
        return new Root(
                Kind.WITHOUT_CANCEL, this, new Inherited.Mixed(inherited().all(), null));
    }

    @Override
    default <T> Context withValue(ContextKey<T> key, @Nullable T value) {
        Objects.requireNonNull(key, "key").requireType(value);
        return new ValueLayer(this, key, value);
    }

    @Override
    default @Nullable Throwable cause() {
        ContextException err = err();
        return err == null ? null : err.cause();
    }

    @Override
    default Optional<Instant> deadline() {
        Deadline deadline = node().inherited().bound();
        return deadline == null ? Optional.empty() : Optional.of(deadline.instant());
    }

    @Override
    default Optional<Duration> remaining() {
        Deadline deadline = node().inherited().bound();
        return deadline == null ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, deadline.left())));
    }

    @Override
    default void check() {
        ContextException err = err();
        if (err != null) {
            throw err.fresh();
        }
    }

    @Override
    default void awaitDone() throws InterruptedException {
        Waiter.await(node());
    }

    @Override
    default boolean awaitDone(Duration timeout) throws InterruptedException {
        return Waiter.await(node(), Deadline.clamp(Objects.requireNonNull(timeout, "timeout")));
    }

    @Override
    default CompletionStage<ContextException> done() {
        return node().stage();
    }

    @Override
    default AfterFunc afterFunc(Runnable action) {
        return Action.register(node(), Objects.requireNonNull(action, "action"), null);
    }

    @Override
    default AfterFunc afterFunc(Runnable action, Executor executor) {
        return Action.register(
                node(), Objects.requireNonNull(action, "action"), Objects.requireNonNull(executor, "executor"));
    }

    @Override
    default void run(Runnable task) {
        Ambient.run(this, Objects.requireNonNull(task, "task"));
    }

    @Override
    default <T> T call(Callable<T> task) throws Exception {
        return Ambient.call(this, Objects.requireNonNull(task, "task"));
    }

    @Override
    default Runnable wrap(Runnable task) {
        return new WrappedRunnable(this, Objects.requireNonNull(task, "task"));
    }

    @Override
    default <T> Callable<T> wrap(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        return () -> Ambient.call(this, task);
    }
}
