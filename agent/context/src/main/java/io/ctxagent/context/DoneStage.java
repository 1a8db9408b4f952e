package io.ctxagent.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@link Context#done()}. It has no state of its own that could lag behind the context's: once {@code err()} is not null,
 * every method acts on a stage that is complete, and a dependent that was added before runs when {@code err()} can be
 * read. So each of the two implies the other, which Go had to mend (golang/go#75533).
 */
final class DoneStage implements CompletionStage<ContextException> {

    private final Node node;

    /** Completed by whoever cancels, after {@code err()} is set; nobody else can reach it. */
    private final CompletableFuture<ContextException> future = new CompletableFuture<>();

    DoneStage(Node node) {
        this.node = node;
    }

    private CompletionStage<ContextException> at() {
        ContextException err = node.err;
        return err != null ? CompletableFuture.completedStage(err) : pending();
    }

    /** Of a root that is never done one that nobody keeps: what waits for it would stay for the life of the JVM otherwise. */
    private CompletableFuture<ContextException> pending() {
        return node.isEternal() ? new CompletableFuture<>() : future;
    }

    /** A copy: completing it completes nothing else. */
    @Override
    public CompletableFuture<ContextException> toCompletableFuture() {
        ContextException err = node.err;
        return err != null ? CompletableFuture.completedFuture(err) : pending().copy();
    }

    Registration completion() {
        return new Completion(future);
    }

    @Override
    public String toString() {
        return (node.isDone() ? "done: " : "not done: ") + node;
    }

    private static final class Completion extends Registration {

        private final CompletableFuture<ContextException> future;

        Completion(CompletableFuture<ContextException> future) {
            this.future = future;
        }

        @Override
        void fire(ContextException err) {
            future.complete(err);
        }

        @Override
        boolean isOurs() {
            return false;
        }

        @Override
        boolean mayBlock() {
            return future.getNumberOfDependents() > 0;
        }
    }

    @Override
    public <U> CompletionStage<U> thenApply(Function<? super ContextException, ? extends U> fn) {
        return at().thenApply(fn);
    }

    @Override
    public CompletionStage<Void> thenAccept(Consumer<? super ContextException> action) {
        return at().thenAccept(action);
    }

    @Override
    public CompletionStage<Void> thenRun(Runnable action) {
        return at().thenRun(action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super ContextException, ? super U, ? extends V> fn) {
        return at().thenCombine(other, fn);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super ContextException, ? super U> action) {
        return at().thenAcceptBoth(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return at().runAfterBoth(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEither(
            CompletionStage<? extends ContextException> other, Function<? super ContextException, U> fn) {
        return at().applyToEither(other, fn);
    }

    @Override
    public CompletionStage<Void> acceptEither(
            CompletionStage<? extends ContextException> other, Consumer<? super ContextException> action) {
        return at().acceptEither(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return at().runAfterEither(other, action);
    }

    @Override
    public <U> CompletionStage<U> thenCompose(Function<? super ContextException, ? extends CompletionStage<U>> fn) {
        return at().thenCompose(fn);
    }

    @Override
    public <U> CompletionStage<U> handle(BiFunction<? super ContextException, Throwable, ? extends U> fn) {
        return at().handle(fn);
    }

    @Override
    public CompletionStage<ContextException> whenComplete(
            BiConsumer<? super ContextException, ? super Throwable> action) {
        return at().whenComplete(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super ContextException, ? extends U> fn) {
        return at().thenApplyAsync(fn);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super ContextException> action) {
        return at().thenAcceptAsync(action);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action) {
        return at().thenRunAsync(action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super ContextException, ? super U, ? extends V> fn) {
        return at().thenCombineAsync(other, fn);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super ContextException, ? super U> action) {
        return at().thenAcceptBothAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return at().runAfterBothAsync(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends ContextException> other, Function<? super ContextException, U> fn) {
        return at().applyToEitherAsync(other, fn);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(
            CompletionStage<? extends ContextException> other, Consumer<? super ContextException> action) {
        return at().acceptEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return at().runAfterEitherAsync(other, action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(
            Function<? super ContextException, ? extends CompletionStage<U>> fn) {
        return at().thenComposeAsync(fn);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(BiFunction<? super ContextException, Throwable, ? extends U> fn) {
        return at().handleAsync(fn);
    }

    @Override
    public CompletionStage<ContextException> whenCompleteAsync(
            BiConsumer<? super ContextException, ? super Throwable> action) {
        return at().whenCompleteAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(
            Function<? super ContextException, ? extends U> fn, Executor executor) {
        return at().thenApplyAsync(fn, executor);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super ContextException> action, Executor executor) {
        return at().thenAcceptAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
        return at().thenRunAsync(action, executor);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super ContextException, ? super U, ? extends V> fn,
            Executor executor) {
        return at().thenCombineAsync(other, fn, executor);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other,
            BiConsumer<? super ContextException, ? super U> action,
            Executor executor) {
        return at().thenAcceptBothAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return at().runAfterBothAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends ContextException> other,
            Function<? super ContextException, U> fn,
            Executor executor) {
        return at().applyToEitherAsync(other, fn, executor);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(
            CompletionStage<? extends ContextException> other,
            Consumer<? super ContextException> action,
            Executor executor) {
        return at().acceptEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return at().runAfterEitherAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(
            Function<? super ContextException, ? extends CompletionStage<U>> fn, Executor executor) {
        return at().thenComposeAsync(fn, executor);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(
            BiFunction<? super ContextException, Throwable, ? extends U> fn, Executor executor) {
        return at().handleAsync(fn, executor);
    }

    @Override
    public CompletionStage<ContextException> whenCompleteAsync(
            BiConsumer<? super ContextException, ? super Throwable> action, Executor executor) {
        return at().whenCompleteAsync(action, executor);
    }

    @Override
    public CompletionStage<ContextException> exceptionally(Function<Throwable, ? extends ContextException> fn) {
        return at().exceptionally(fn);
    }
}
