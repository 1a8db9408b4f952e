package io.ctxagent.samples.orders;

import java.io.IOException;

/** Something that the service starts and has to close. */
interface Part {

    /** Ends its work and waits for its threads, for a bounded time. */
    void close() throws IOException, InterruptedException;
}
