package io.ctxagent.context;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical hashed timing wheel (G. Varghese and T. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987): eight
 * levels of 64 slots, ticks of one millisecond, which reaches far beyond the 292 years of a {@code long} of nanoseconds. Adding and removing take constant time; an entry moves down at most seven
 * times before it is due. A slot is a ring of entries, so a removed one leaves nothing behind. A bit per slot tells which
 * are occupied: between two occupied ones there is nothing to do, so the thread sleeps through.
 *
 * <p>An entry stands on the level of the highest group of six bits in which its tick differs from the current one. So on
 * each level all occupied slots lie ahead of the current one, and the next event is on the lowest occupied level.
 *
 * <p>Not thread-safe.
 */
final class TimerWheel {

    static final long NEVER = Long.MAX_VALUE;

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 8;
    private static final long TICK_NANOS = 1_000_000;

    private final Slot[] slots = new Slot[SLOTS * LEVELS];
    private final long[] occupied = new long[LEVELS];
    private final long startNanos;

    /** All entries of this tick and before have been handed out. */
    private long tick;

    private int size;

    TimerWheel(long startNanos) {
        this.startNanos = startNanos;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i);
        }
    }

    int size() {
        return size;
    }

    /** Adds an entry and says at which tick there is something to do for it. */
    long add(Timed entry) {
        size++;
        return place(entry);
    }

    /** Does nothing where it is not in the wheel. */
    void remove(Timed entry) {
        if (entry.slotNext() == null) {
            return;
        }
        size--;
        takeOut(entry);
    }

    /** The next tick at which there is something to do; {@link #NEVER} when it is empty. */
    long nextEvent() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                int above = BITS * (level + 1);
                long slot = Long.numberOfTrailingZeros(occupied[level]);
                return (tick >>> above << above) | (slot << (BITS * level));
            }
        }
        return NEVER;
    }

    /** Nanoseconds from {@code nanos} until a tick begins; very long for {@link #NEVER}. */
    long nanosUntil(long event, long nanos) {
        return event == NEVER ? NEVER : startNanos + event * TICK_NANOS - nanos;
    }

    /** Moves the clock on and takes out what is due. */
    void advance(long nanos, List<Timed> due) {
        long now = (nanos - startNanos) / TICK_NANOS;
        for (long event = nextEvent(); event <= now; event = nextEvent()) {
            tick = event;
            for (int level = LEVELS - 1; level >= 0; level--) {
                empty(level, due);
            }
        }
        tick = Math.max(tick, now);
    }

    /** Takes the entries out of the slot that the current tick has reached: due ones, and ones for a lower level. */
    private void empty(int level, List<Timed> due) {
        int index = (int) (tick >>> (BITS * level)) & (SLOTS - 1);
        if ((occupied[level] & (1L << index)) == 0) {
            return;
        }
        Slot slot = slots[level * SLOTS + index];
        while (slot.next != slot) {
            Timed entry = slot.next;
            if (dueTick(entry) <= tick) {
                due.add(entry); // first: where there is no memory for it, it stays in the slot
                size--;
                takeOut(entry);
            } else {
                takeOut(entry);
                place(entry);
            }
        }
    }

    private long place(Timed entry) {
        long due = Math.max(dueTick(entry), tick + 1);
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(due ^ tick)) / BITS;
        int index = (int) (due >>> (BITS * level)) & (SLOTS - 1);
        Slot slot = slots[level * SLOTS + index];
        occupied[level] |= 1L << index;
        Timed last = slot.prev;
        entry.slotNext(slot);
        entry.slotPrev(last);
        last.slotNext(entry);
        slot.prev = entry;
        return due >>> (BITS * level) << (BITS * level);
    }

    private void takeOut(Timed entry) {
        Timed next = entry.slotNext();
        Timed prev = entry.slotPrev();
        if (next == null || prev == null) {
            return;
        }
        prev.slotNext(next);
        next.slotPrev(prev);
        entry.slotNext(null);
        entry.slotPrev(null);
        if (next == prev && next instanceof Slot slot) {
            occupied[slot.index / SLOTS] &= ~(1L << (slot.index % SLOTS));
        }
    }

    /** Rounded up: nothing is due early. */
    private long dueTick(Timed entry) {
        long nanos = entry.dueNanos() - startNanos;
        return (nanos + TICK_NANOS - 1) / TICK_NANOS;
    }

    /** The fixed point of a ring. */
    private static final class Slot implements Timed {

        final int index;
        Timed next = this;
        Timed prev = this;

        Slot(int index) {
            this.index = index;
        }

        @Override
        public long dueNanos() {
            throw new IllegalStateException("a slot is never due");
        }

        @Override
        public void expire() {
            throw new IllegalStateException("a slot is never due");
        }

        @Override
        public boolean isDone() {
            throw new IllegalStateException("a slot is never due");
        }

        @Override
        public Timed slotNext() {
            return next;
        }

        @Override
        public Timed slotPrev() {
            return prev;
        }

        @Override
        public void slotNext(@Nullable Timed entry) {
            next = java.util.Objects.requireNonNull(entry);
        }

        @Override
        public void slotPrev(@Nullable Timed entry) {
            prev = java.util.Objects.requireNonNull(entry);
        }
    }
}
