package io.ctxagent.javaagent.exit;

import io.ctxagent.model.Snapshot;
import java.util.List;

/** What the end of the JVM needs to know from the rest of the agent. Thread-safe. */
public interface Ending {

    /** Cancels {@code untilShutdown()}. */
    void cancelUntilShutdown();

    /**
     * What is left now.
     *
     * @param caller the thread that shuts down, which never counts
     */
    Left look(Thread caller);

    /** The snapshot of the exit report. */
    Snapshot lastSnapshot();

    /**
     * What is left.
     *
     * @param nothing whether no thread and no context is
     * @param lines what to print
     */
    record Left(boolean nothing, List<String> lines) {}
}
