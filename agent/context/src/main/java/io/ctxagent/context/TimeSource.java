package io.ctxagent.context;

import java.time.Instant;

/** A clock and the timer that goes by it. */
abstract class TimeSource {

    private static volatile TimeSource current = SystemTime.INSTANCE;

    /** The one that contexts derived now go by. */
    static TimeSource current() {
        return current;
    }

    /** Replaces the clock and timer for contexts derived from now on. */
    static synchronized void replace(TimeSource expected, TimeSource next) {
        if (current != expected) {
            throw new IllegalStateException("the clock is replaced already; close the other one first");
        }
        current = next;
    }

    /** Back to the system's, where {@code replaced} is still the current one. */
    static synchronized void restore(TimeSource replaced) {
        if (current == replaced) {
            current = SystemTime.INSTANCE;
        }
    }

    /** Monotonic; only differences mean something. */
    abstract long nanos();

    abstract Instant instant();

    abstract void schedule(Timed entry);

    /** Does nothing where it is not scheduled. */
    abstract void unschedule(Timed entry);

    /** Parks the calling thread until that time, an unpark or an interrupt; may also return for no reason. */
    abstract void park(Object blocker, long untilNanos);
}
