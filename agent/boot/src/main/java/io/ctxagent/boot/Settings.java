package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** What the hooks obey; written by the agent, read on every hook that has a context. */
public final class Settings {

    /** Blocking calls fail fast and are woken; otherwise they are recorded only. */
    public static volatile boolean enforce;

    /** Tasks and threads started under a context run under it. */
    public static volatile boolean propagate;

    /** An agent is here; without one nothing is noted that only its rules would read. */
    public static volatile boolean connected;

    /** How long a caller waits for a driver that is still at work on a cancel, in nanoseconds. */
    public static volatile long graceNanos = 2_000_000_000L;

    /** The deadline of each HTTP request from its beginning on, in nanoseconds; 0 for none. */
    public static volatile long requestNanos;

    /** How long a server waits for the bytes of one HTTP request, in nanoseconds; 0 for as long as it likes. */
    public static volatile long readNanos;

    /** The HTTP header in which the remaining milliseconds travel; null for none. */
    public static volatile @Nullable String deadlineHeader;

    private Settings() {}
}
