package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What the hooks of {@code io.grpc.Context} need from gRPC, whose classes the bootstrap loader cannot see. The agent sets one.
 * Implementations are thread-safe.
 */
public abstract class GrpcSupport {

    /** The one in use; null until the agent has set it. */
    public static volatile @Nullable GrpcSupport instance;

    /** The time to the deadline of an {@code io.grpc.Context}, negative when it has passed; null where it has none. */
    public abstract @Nullable Long remainingNanos(Object context) throws Exception;

    /** Whether an {@code io.grpc.Context} is cancelled. */
    public abstract boolean isCancelled(Object context) throws Exception;

    /** Cancels a {@code CancellableContext}; runs listeners of the application's. */
    public abstract void cancel(Object cancellable, @Nullable Throwable cause) throws Exception;

    /** A {@code CancellableContext} below the current {@code io.grpc.Context}, of the gRPC that {@code channel} belongs to. */
    public abstract Object derive(Object channel) throws Exception;

    /** Makes {@code context} current; returns what {@link #detach} takes. */
    public abstract Object attach(Object context) throws Exception;

    /** Takes that back. */
    public abstract void detach(Object context, Object previous) throws Exception;

    /** {@code CallOptions} with a deadline in so many nanoseconds, or these where theirs is earlier. */
    public abstract Object bounded(Object options, long remainingNanos) throws Exception;
}
