package io.ctxagent.recorder;

import io.ctxagent.boot.LostHandOver;
import org.jspecify.annotations.Nullable;

/**
 * A task that a thread runs, and that was handed over under a context and came without it.
 *
 * @param context the one that was lost
 * @param sinceNanos when the task began
 */
record SeenLoss(SeenContext context, long sinceNanos) {

    /** Null where there is no note, or the thread does something else by now. */
    static @Nullable SeenLoss of(@Nullable Object note, StackReading stack, ContextTree tree) {
        if (!(note instanceof LostHandOver lost) || !lost.runsIn(stack.frames())) {
            return null;
        }
        SeenContext resolved = tree.resolve(lost.context());
        SeenContext context = resolved == null ? tree.gone(lost.port(), lost.row()) : resolved;
        return context == null ? null : new SeenLoss(context, lost.sinceNanos());
    }
}
