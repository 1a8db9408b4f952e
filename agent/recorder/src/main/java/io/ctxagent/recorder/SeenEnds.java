package io.ctxagent.recorder;

import io.ctxagent.boot.EndedCalls;
import org.jspecify.annotations.Nullable;

/**
 * What a thread did after a context had ended one of its calls.
 *
 * @param call the first call that was ended, with its package
 * @param later how many were ended or refused after it
 */
record SeenEnds(SeenContext context, String call, long firstNanos, long lastNanos, int later) {

    /**
     * Null where there is no note, or its context is gone or in nobody's slot: a worker that has long gone on to other
     * work carries its last note until it is collected, which says nothing of now.
     */
    static @Nullable SeenEnds of(@Nullable Object note, ContextTree tree) {
        if (!(note instanceof EndedCalls ends)) {
            return null;
        }
        SeenContext context = tree.known(ends.context());
        return context == null
                ? null
                : new SeenEnds(context, ends.call(), ends.firstNanos(), ends.lastNanos(), ends.later());
    }
}
