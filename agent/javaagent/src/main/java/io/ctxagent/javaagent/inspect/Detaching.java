package io.ctxagent.javaagent.inspect;

import io.ctxagent.model.wire.Detached;

/** Takes the agent out of the JVM. Thread-safe; the second of two calls at a time gets what the first did. */
public interface Detaching {

    /** Everything that can go before the answer is sent: hooks, socket, directory, threads. */
    Detached detach();

    /** The rest, when the answer is out. The calling thread must end then: its code is no longer there to be loaded. */
    void unload();
}
