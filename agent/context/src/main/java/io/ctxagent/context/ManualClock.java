package io.ctxagent.context;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What {@link io.ctxagent.context.testing.FakeClock} is made of; of no use by itself. It stands here because the clock of a
 * context is nobody else's business.
 */
public abstract class ManualClock implements AutoCloseable {

    private final Source source = new Source();

    /**
     * Replaces the clock and the timer of the contexts that are derived from now on.
     *
     * @throws IllegalStateException if another one has done so and is not closed
     */
    protected ManualClock() {
        TimeSource.replace(SystemTime.INSTANCE, source);
    }

    /** Moves the clock; what becomes due ends before this returns, in the order of the deadlines. */
    protected final void move(Duration step) {
        if (Objects.requireNonNull(step, "step").isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + step);
        }
        source.move(Math.min(Deadline.clamp(step), Source.FARTHEST));
    }

    /** The time on this clock. */
    protected final Instant time() {
        return source.instant();
    }

    /** Puts the system's clock back. Deadlines that were set on this one do not come any more. Closing twice is fine. */
    @Override
    public void close() {
        TimeSource.restore(source);
    }

    private static final class Source extends TimeSource {

        /** So far that a deadline set there can still be told from now. */
        private static final long FARTHEST = Long.MAX_VALUE / 4;

        private final Instant start = Instant.now();
        private final long startNanos = System.nanoTime();

        /** Guarded by this. */
        private long passed;

        /** Guarded by this; removal is linear, which is enough for a test. */
        private final PriorityQueue<Timed> entries =
                new PriorityQueue<>(Comparator.comparingLong(entry -> entry.dueNanos() - startNanos));

        /** Threads in a timed wait; guarded by this. */
        private final Map<Thread, Long> parked = new IdentityHashMap<>();

        @Override
        synchronized long nanos() {
            return startNanos + passed;
        }

        @Override
        synchronized Instant instant() {
            return start.plusNanos(passed);
        }

        @Override
        synchronized void schedule(Timed entry) {
            entries.add(entry);
        }

        @Override
        synchronized void unschedule(Timed entry) {
            entries.remove(entry);
        }

        @Override
        void park(Object blocker, long untilNanos) {
            Thread thread = Thread.currentThread();
            synchronized (this) {
                if (untilNanos - (startNanos + passed) <= 0) {
                    return;
                }
                parked.put(thread, untilNanos);
            }
            try {
                LockSupport.park(blocker);
            } finally {
                synchronized (this) {
                    parked.remove(thread);
                }
            }
        }

        void move(long step) {
            long end;
            synchronized (this) {
                end = Math.min(passed + step, FARTHEST);
            }
            for (Timed due = next(end); due != null; due = next(end)) {
                due.expire();
            }
            List<Thread> awake = new ArrayList<>();
            synchronized (this) {
                passed = Math.max(passed, end);
                parked.forEach((thread, until) -> {
                    if (until - (startNanos + passed) <= 0) {
                        awake.add(thread);
                    }
                });
            }
            awake.forEach(LockSupport::unpark);
        }

        /** The earliest entry that is due by then; the clock stands at its time while it ends. */
        private synchronized @Nullable Timed next(long end) {
            Timed first = entries.peek();
            if (first == null || first.dueNanos() - startNanos > end) {
                return null;
            }
            passed = Math.max(passed, first.dueNanos() - startNanos);
            return entries.poll();
        }
    }
}
