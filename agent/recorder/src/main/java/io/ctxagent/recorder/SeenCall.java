package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
import io.ctxagent.model.BlockedInfo;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call that a thread was seen in.
 *
 * @param call {@code LinkedBlockingQueue.take}
 * @param startNanos when it began to block; null where only the stack tells of it
 */
record SeenCall(
        String family,
        String call,
        @Nullable String target,
        @Nullable Long startNanos,
        boolean cancellable) {

    /** A call that a hook registered. */
    static SeenCall registered(BlockedCall call) {
        return new SeenCall(
                call.family(),
                FrameNames.withoutPackage(call.call()),
                target(call),
                call.startNanos(),
                call.cancellable());
    }

    /** A call that only the stack tells of: nobody can say since when, and nobody can wake it. */
    static SeenCall onStack(String family, String call) {
        return new SeenCall(family, call, null, null, false);
    }

    private static @Nullable String target(BlockedCall call) {
        try {
            return call.target();
        } catch (RuntimeException | LinkageError e) {
            // Some targets describe themselves by asking the application's object.
            return null;
        }
    }

    BlockedInfo info(long nowNanos) {
        Long millis = startNanos == null ? null : Math.max(0, (nowNanos - startNanos) / 1_000_000);
        return new BlockedInfo(family, call, target, millis, cancellable);
    }
}
