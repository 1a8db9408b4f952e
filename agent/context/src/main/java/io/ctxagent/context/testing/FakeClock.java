package io.ctxagent.context.testing;

import io.ctxagent.context.ManualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that stands still until the test moves it. From {@link #install} to {@link #close} it is the clock and the timer
 * of every context that is derived, on any thread, so a test of an hour's deadline takes no time:
 *
 * {@snippet :
 * try (var clock = FakeClock.install(); var scope = Context.background().withTimeout(Duration.ofHours(1))) {
 *     clock.advance(Duration.ofMinutes(59));
 *     assertFalse(scope.context().isDone());
 *     clock.advance(Duration.ofMinutes(1));
 *     assertTrue(scope.context().isDone());
 * }
 * }
 *
 * <p>Deadlines end on the thread that calls {@link #advance}, callbacks that are not asynchronous included. A context that
 * was derived before keeps the clock that it had. Tests that install one must not run in parallel with others that use
 * deadlines.
 */
public final class FakeClock extends ManualClock {

    private FakeClock() {}

    /** Replaces the system's clock, for the whole of this copy of the library. */
    public static FakeClock install() {
        return new FakeClock();
    }

    /**
     * Moves the clock on. Each context whose deadline this reaches is done when this returns, in the order of the deadlines.
     *
     * @throws IllegalArgumentException if {@code step} is negative
     */
    public void advance(Duration step) {
        move(step);
    }

    /** The time on this clock; it began at the wall clock's. */
    public Instant now() {
        return time();
    }
}
