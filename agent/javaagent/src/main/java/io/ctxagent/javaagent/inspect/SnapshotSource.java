package io.ctxagent.javaagent.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Where the socket gets its pictures from. Thread-safe. */
public interface SnapshotSource {

    /**
     * Takes one; it is made as far as it goes while it is written.
     *
     * @param grace how long a condition must have held before it is a finding
     * @param stacks whether threads come with their frames
     */
    Body take(Duration grace, boolean stacks);

    /** One that was taken. */
    interface Body {

        /** Writes it as {@code ctx-snapshot/1}, once. */
        void write(OutputStream out) throws IOException;
    }
}
