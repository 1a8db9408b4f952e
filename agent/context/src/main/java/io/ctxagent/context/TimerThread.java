package io.ctxagent.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that ends contexts whose deadline has passed: a daemon, started when the first deadline is set. It sleeps
 * until the wheel has something to do, however far away that is.
 */
final class TimerThread extends Thread {

    private static final Object LOCK = new Object();

    /** Guarded by {@link #LOCK}. */
    private static final TimerWheel WHEEL = new TimerWheel(System.nanoTime());

    /** Guarded by {@link #LOCK}. */
    private static @Nullable TimerThread running;

    /** The tick that the thread sleeps until; guarded by {@link #LOCK}. */
    private static long wakeTick = TimerWheel.NEVER;

    private TimerThread() {
        super(null, null, "ctx-timer", 0, false);
        setDaemon(true);
        // It outlives the application that happened to start it; and the threads of actions have what it has.
        setContextClassLoader(ClassLoader.getSystemClassLoader());
    }

    static void schedule(Timed entry) {
        TimerThread toWake = null;
        synchronized (LOCK) {
            long event = WHEEL.add(entry);
            if (event < wakeTick) {
                wakeTick = event;
                toWake = running;
                if (toWake == null) {
                    startLocked();
                }
            }
        }
        if (toWake != null) {
            LockSupport.unpark(toWake);
        }
    }

    static void unschedule(Timed entry) {
        synchronized (LOCK) {
            WHEEL.remove(entry);
        }
    }

    /** For tests: how many entries the wheel holds. */
    static int scheduled() {
        synchronized (LOCK) {
            return WHEEL.size();
        }
    }

    private static void startLocked() {
        TimerThread thread = new TimerThread();
        // Not under the context of whoever needs a timer first.
        Object before = Ambient.enter(null);
        try {
            thread.start();
            running = thread;
        } finally {
            Ambient.restore(before);
            if (running == null) {
                wakeTick = TimerWheel.NEVER; // there was no thread to be had: the next deadline asks for one again
            }
        }
    }

    @Override
    public void run() {
        List<Timed> due = new ArrayList<>();
        while (true) {
            try {
                endWhatIsDue(due);
            } catch (Throwable noMemory) {
                Thread.yield(); // there is no other timer: what is due is still there, or in the list
            }
        }
    }

    private void endWhatIsDue(List<Timed> due) {
        long sleepNanos;
        synchronized (LOCK) {
            WHEEL.advance(System.nanoTime(), due);
            wakeTick = due.isEmpty() ? WHEEL.nextEvent() : 0;
            sleepNanos = due.isEmpty() ? WHEEL.nanosUntil(wakeTick, System.nanoTime()) : 0;
        }
        for (int i = 0; i < due.size(); i++) {
            expire(due.get(i));
        }
        due.clear();
        LostScopes.drain();
        if (sleepNanos > 0) {
            LockSupport.parkNanos(this, sleepNanos);
        }
        Thread.interrupted(); // an interrupt must not turn the sleep into a spin
    }

    private static void expire(Timed entry) {
        try {
            entry.expire();
        } catch (OutOfMemoryError noMemory) {
            schedule(entry); // nothing has been changed yet, and the deadline must not be forgotten
            if (entry.isDone()) {
                unschedule(entry);
            }
        } catch (Throwable thrown) {
            Callbacks.failed("the end of a context at its deadline", thrown);
        }
    }
}
