package io.ctxagent.benchmarks.wakes;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A call that blocks for ever.
 *
 * @param name as the table shows it
 * @param family as the options call it
 * @param call may be made again and again, as it leaves what it works on as it was
 * @param cancel what a program without the agent ends it with; null where that is not measured
 */
record Wait(
        String family,
        String name,
        Callable<?> call,
        @Nullable Cancel cancel) {

    /** As its library has it, called by another thread. */
    interface Cancel {
        void cancel() throws Exception;
    }

    Wait(String family, String name, Callable<?> call) {
        this(family, name, call, null);
    }
}
