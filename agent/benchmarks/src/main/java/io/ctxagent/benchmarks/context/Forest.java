package io.ctxagent.benchmarks.context;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.grpc.Context.CancellableContext;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.JobKt;

/** One parent with very many children, and what cancels the parent. */
final class Forest {

    private final Supplier<Object> child;
    private final Runnable cancel;

    private Forest(Supplier<Object> child, Runnable cancel) {
        this.child = child;
        this.cancel = cancel;
    }

    /** @param kind {@code ctx}, {@code ctx-listener}, {@code ctx-timeout}, {@code grpc}, {@code grpc-listener}, {@code grpc-timeout}, {@code kotlin} */
    static Forest of(String kind) {
        return switch (kind) {
            case "ctx", "ctx-listener", "ctx-timeout" -> ours(kind);
            case "grpc", "grpc-listener", "grpc-timeout" -> grpc(kind);
            case "kotlin" -> kotlin();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Fills the array with what a user holds of a child. */
    void plant(Object[] held) {
        for (int i = 0; i < held.length; i++) {
            held[i] = child.get();
        }
    }

    void cancel() {
        cancel.run();
    }

    private static Forest ours(String kind) {
        CancelScope scope = Context.background().withCancel();
        Context parent = scope.context();
        Duration hour = Duration.ofHours(1);
        Runnable nothing = () -> {};
        Supplier<Object> child = switch (kind) {
            case "ctx" -> parent::withCancel;
            case "ctx-timeout" -> () -> parent.withTimeout(hour);
            default ->
                () -> {
                    CancelScope listening = parent.withCancel();
                    listening.context().afterFunc(nothing, Runnable::run);
                    return listening;
                };
        };
        return new Forest(child, scope::cancel);
    }

    private static Forest grpc(String kind) {
        CancellableContext parent = io.grpc.Context.ROOT.withCancellation();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "grpc-timer");
            thread.setDaemon(true);
            return thread;
        });
        io.grpc.Context.CancellationListener nothing = context -> {};
        Supplier<Object> child = switch (kind) {
            case "grpc" -> parent::withCancellation;
            case "grpc-timeout" -> () -> parent.withDeadlineAfter(1, TimeUnit.HOURS, timer);
            default ->
                () -> {
                    CancellableContext listening = parent.withCancellation();
                    listening.addListener(nothing, Runnable::run);
                    return listening;
                };
        };
        return new Forest(child, () -> parent.cancel(null));
    }

    private static Forest kotlin() {
        CompletableJob parent = JobKt.Job(null);
        return new Forest(() -> JobKt.Job(parent), () -> parent.cancel(null));
    }
}
