package io.ctxagent.boot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wakes again those that one wake-up may have missed: a signal that came before the system call, a
 * {@code Statement.cancel} that came before the driver had begun. After 1, 2, 4 ... 50 ms, until the call has ended. One
 * daemon thread, started with the first such call.
 */
final class Resender implements Runnable {

    private static final long FIRST_MILLIS = 1;
    private static final long LAST_MILLIS = 50;
    private static final Resender INSTANCE = new Resender();

    private final List<Entry> entries = new ArrayList<>();
    private @Nullable Thread thread;
    private boolean finishing;

    /** When the thread looks next without being told; what is due later need not wake it. */
    private long looksNanos;

    private boolean idle;

    private Resender() {}

    static void add(BlockedCall call) {
        INSTANCE.enqueue(call);
    }

    /** Lets the thread end when the last call that it has has ended. */
    static void finish() {
        INSTANCE.finishing();
    }

    private synchronized void finishing() {
        finishing = thread != null;
        notifyAll();
    }

    private synchronized void enqueue(BlockedCall call) {
        if (thread == null) {
            thread = new AgentThread(this, "ctx-agent-resend");
            thread.start();
        }
        Entry entry = new Entry(call);
        entries.add(entry);
        if (idle || entry.dueNanos - looksNanos < 0) {
            notifyAll();
        }
    }

    @Override
    public void run() {
        while (true) {
            try {
                List<Entry> allDue = awaitDue();
                if (allDue == null) {
                    return;
                }
                for (Entry due : allDue) {
                    due.over = !due.call.fireAgain();
                }
                removeOver();
            } catch (InterruptedException e) {
                // Nobody has reason to interrupt it; a thread group that is swept does. Go on.
            } catch (Throwable fault) {
                Family.PARK.fault(fault);
            }
        }
    }

    private synchronized @Nullable List<Entry> awaitDue() throws InterruptedException {
        while (entries.isEmpty()) {
            if (finishing) {
                finishing = false;
                thread = null;
                return null;
            }
            idle = true;
            wait();
        }
        idle = false;
        long now = System.nanoTime();
        long wait = LAST_MILLIS;
        List<Entry> due = new ArrayList<>();
        for (Entry entry : entries) {
            long millis = (entry.dueNanos - now) / 1_000_000;
            if (entry.dueNanos - now <= 0) {
                entry.delay(now);
                due.add(entry);
            } else {
                wait = Math.min(wait, millis + 1);
            }
        }
        looksNanos = now + wait * 1_000_000;
        if (due.isEmpty()) {
            wait(wait);
        }
        return due;
    }

    /** All at once: a deadline may end thousands together. */
    private synchronized void removeOver() {
        int kept = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.over) {
                entries.set(kept++, entry);
            }
        }
        entries.subList(kept, entries.size()).clear();
    }

    private static final class Entry {
        final BlockedCall call;
        boolean over;
        long delayMillis = FIRST_MILLIS;
        long dueNanos = System.nanoTime() + FIRST_MILLIS * 1_000_000;

        Entry(BlockedCall call) {
            this.call = call;
        }

        void delay(long now) {
            delayMillis = Math.min(delayMillis * 2, LAST_MILLIS);
            dueNanos = now + delayMillis * 1_000_000;
        }
    }
}
