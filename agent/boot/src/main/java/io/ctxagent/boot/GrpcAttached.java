package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** An {@code io.grpc.Context} that a thread has attached, above those that it attached before. Of that thread alone. */
final class GrpcAttached {

    /** Somebody who attaches and never detaches gets no more than so many. */
    private static final int DEEPEST = 256;

    final Object context;

    /** The {@code CancellableContext} that it is or is derived from; null for none. */
    final @Nullable Object cancellable;

    /** What the thread ran under before. */
    final @Nullable Object before;

    final @Nullable GrpcAttached below;
    private final int depth;

    GrpcAttached(Object context, @Nullable Object cancellable, @Nullable Object before, @Nullable GrpcAttached below) {
        this.context = context;
        this.cancellable = cancellable;
        this.before = before;
        this.below = below;
        this.depth = below == null ? 1 : below.depth + 1;
    }

    boolean deep() {
        return depth >= DEEPEST;
    }

    /** The innermost one of this context; null where there is none. */
    @Nullable
    GrpcAttached find(Object wanted) {
        for (GrpcAttached at = this; at != null; at = at.below) {
            if (at.context == wanted) {
                return at;
            }
        }
        return null;
    }
}
