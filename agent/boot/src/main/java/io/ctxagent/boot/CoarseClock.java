package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Since when a call waits, for threads that make so many calls that {@link System#nanoTime()} would be the dearest part of each
 * hook. Those read what a thread of the agent's has written, at most a tick ago where that thread gets a processor. It starts when
 * calls come that fast and ends a second after the last, so that a program at rest is left at rest; all other calls ask for
 * the time. Never ahead of {@link System#nanoTime()}. Thread-safe.
 */
final class CoarseClock implements Runnable {

    private static final long TICK_NANOS = 10_000_000;

    /** Ticks without a reader until it ends. */
    private static final int IDLE_TICKS = 100;

    /** A hundred calls of a thread, each so soon after the one before: asking for the time costs as much as ticking does, then. */
    private static final long SOON_NANOS = 100_000;

    private static final int SOON_CALLS = 100;

    /** The latest tick; 0 while it stands still. */
    private static volatile long latest;

    /** Whether somebody has read that tick. Written once for each tick, so that those who read do not wait for each other's caches. */
    private static volatile boolean read;

    private static final AtomicReference<@Nullable Thread> TICKING = new AtomicReference<>();

    private CoarseClock() {}

    /** By the record's own thread, at the start of a call. */
    static long nanos(ThreadRecord record) {
        long tick = latest;
        if (tick == 0) {
            return exactly(record);
        }
        if (!read) {
            read = true;
        }
        return tick;
    }

    private static long exactly(ThreadRecord record) {
        long now = System.nanoTime();
        if (now - record.startNanos > SOON_NANOS) {
            record.soonCalls = 0;
        } else if (++record.soonCalls >= SOON_CALLS) {
            record.soonCalls = 0;
            if (Settings.connected && TICKING.get() == null) {
                start(record);
            }
        }
        return now;
    }

    private static void start(ThreadRecord record) {
        boolean before = record.agent;
        record.agent = true;
        Thread thread = null;
        try {
            thread = new AgentThread(new CoarseClock(), "ctx-agent-clock");
            if (TICKING.compareAndSet(null, thread)) {
                thread.start();
            }
        } catch (Throwable noThreads) { // it is tried again a hundred calls later
            TICKING.compareAndSet(thread, null);
        } finally {
            record.agent = before;
        }
    }

    static boolean ticks() {
        return latest != 0;
    }

    /** The agent leaves, or a test wants the exact time. */
    static void stop() {
        Thread thread = TICKING.getAndSet(null);
        latest = 0;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        Thread own = Thread.currentThread();
        try {
            for (int idle = 0; idle < IDLE_TICKS && TICKING.get() == own; idle++) {
                tick();
                LockSupport.parkNanos(TICK_NANOS);
                if (read) {
                    read = false;
                    idle = 0;
                }
            }
        } finally {
            TICKING.compareAndSet(own, null);
            // Always, for one that was stopped may have ticked once more; if another has begun by now, it ticks again
            // soon.
            latest = 0;
        }
    }

    private static void tick() {
        long now = System.nanoTime();
        latest = now == 0 ? -1 : now;
    }
}
