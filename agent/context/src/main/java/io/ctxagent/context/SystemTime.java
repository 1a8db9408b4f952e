package io.ctxagent.context;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The JVM's monotonic clock, and the timer thread. */
final class SystemTime extends TimeSource {

    static final SystemTime INSTANCE = new SystemTime();

    private SystemTime() {}

    @Override
    long nanos() {
        return System.nanoTime();
    }

    @Override
    Instant instant() {
        return Instant.now();
    }

    @Override
    void schedule(Timed entry) {
        TimerThread.schedule(entry);
    }

    @Override
    void unschedule(Timed entry) {
        TimerThread.unschedule(entry);
    }

    @Override
    void park(Object blocker, long untilNanos) {
        LockSupport.parkNanos(blocker, untilNanos - System.nanoTime());
    }
}
