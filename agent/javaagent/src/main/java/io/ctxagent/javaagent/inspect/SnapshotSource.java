package io.ctxagent.javaagent.inspect;

import io.ctxagent.model.Snapshot;
import java.time.Duration;

/** Where the socket gets its pictures from. Thread-safe. */
public interface SnapshotSource {

    /**
     * Takes one.
     *
     * @param grace how long a condition must have held before it is a finding
     * @param stacks whether threads come with their frames
     */
    Snapshot take(Duration grace, boolean stacks);
}
