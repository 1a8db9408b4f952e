package io.ctxagent.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * When each call is to be woken again: after 1, 2, 4 ... 50 ms. Times are those of {@link System#nanoTime()}, and given by the
 * caller. Not thread-safe: its {@link Resender} has a lock.
 */
final class ResendSchedule {

    private static final long FIRST_MILLIS = 1;
    private static final long LAST_MILLIS = 50;

    private final List<Entry> entries = new ArrayList<>();

    /** When the one who looks does so next without being told; what is due later need not wake him. */
    private long looksNanos;

    private boolean idle = true;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Adds {@code call}; whether the one who looks has to be told of it, because he would look too late. */
    boolean add(Resendable call, long now) {
        return add(new Entry(call, now + FIRST_MILLIS * 1_000_000));
    }

    /** {@link #add} of one that is due now, and then as the others are. */
    boolean addDue(Resendable call, long now) {
        return add(new Entry(call, now));
    }

    private boolean add(Entry entry) {
        entries.add(entry);
        return idle || entry.dueNanos - looksNanos < 0;
    }

    /** He will not look before he is told. */
    void rests() {
        idle = true;
    }

    /** Those that are due, each due again later. {@link #waitMillis} is until when the next of the others is. */
    List<Entry> due(long now) {
        idle = false;
        List<Entry> due = new ArrayList<>();
        long wait = LAST_MILLIS;
        for (Entry entry : entries) {
            if (entry.dueNanos - now <= 0) {
                entry.delay(now);
                due.add(entry);
            } else {
                wait = Math.min(wait, (entry.dueNanos - now) / 1_000_000 + 1);
            }
        }
        looksNanos = now + wait * 1_000_000;
        return due;
    }

    /** How long after {@code now}, in milliseconds and never 0, he looks next. */
    long waitMillis(long now) {
        return Math.max(1, (looksNanos - now) / 1_000_000);
    }

    /** All at once: a deadline may end thousands together. */
    void removeOver() {
        int kept = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.over) {
                entries.set(kept++, entry);
            }
        }
        entries.subList(kept, entries.size()).clear();
    }

    static final class Entry {
        final Resendable call;
        boolean over;
        private long delayMillis = FIRST_MILLIS;
        private long dueNanos;

        Entry(Resendable call, long dueNanos) {
            this.call = call;
            this.dueNanos = dueNanos;
        }

        private void delay(long now) {
            delayMillis = Math.min(delayMillis * 2, LAST_MILLIS);
            dueNanos = now + delayMillis * 1_000_000;
        }
    }
}
