package io.ctxagent.context;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A clock and the timer that goes by it. */
abstract class TimeSource {

    private static volatile TimeSource current = SystemTime.INSTANCE;

    /** The one that contexts derived now go by. */
    static TimeSource current() {
        return current;
    }

    /** Replaces the clock and timer for contexts derived from now on; null: back to the system's. */
    static void install(@Nullable TimeSource source) {
        current = source == null ? SystemTime.INSTANCE : source;
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
