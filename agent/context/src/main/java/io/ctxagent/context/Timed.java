package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** An entry of a timer. The two links are the timer's; null while it is in none. */
interface Timed {

    /** On the clock of its timer. */
    long dueNanos();

    /** Called once, without the timer's lock, when it is due. */
    void expire();

    /** Whether there is nothing left to expire. */
    boolean isDone();

    @Nullable
    Timed slotNext();

    @Nullable
    Timed slotPrev();

    void slotNext(@Nullable Timed entry);

    void slotPrev(@Nullable Timed entry);
}
