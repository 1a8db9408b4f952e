package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
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

    /** The bridge's family of parks that belong to no hooked call. */
    private static final String PARK = "park";

    /**
     * A call that a hook registered. A hook below the public entry point knows less of the name than the stack does: the
     * park under {@code Lock.lock()}, the channel under {@code ServerSocket.accept}. A hook in a queue of the application's
     * knows more: the stack has the wait inside it.
     */
    static SeenCall registered(BlockedCall call, @Nullable SeenCall onStack) {
        SeenCall named = onStack != null
                        && (onStack.family.equals(call.family())
                                || call.family().equals(PARK))
                        && CodeOwner.isJdk(FrameNames.classOf(call.call()))
                ? onStack
                : onStack(call.family(), BlockingFrames.name(call.call()));
        return new SeenCall(
                named.family, named.call, target(call), call.startNanos(), call.cancellable() && !call.spared());
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
}
