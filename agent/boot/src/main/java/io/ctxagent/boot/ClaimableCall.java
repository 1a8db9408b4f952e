package io.ctxagent.boot;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the call that a thread is in is found by others. One that an interrupt does not end stands in the fields of the thread's
 * record alone, and most are over before anybody else has looked. Who does look, to wake it or to show it, claims it; from
 * then on it cannot end, until he has made the object of what stands there, and that is the call.
 *
 * <p>Each call has a number of its own, so nobody can take the next one in place of the one that he has found. What the thread says of its call
 * and what others want of it are two fields. The thread writes that its call has ended and then looks for a claim; who claims
 * writes that and then looks whether the call still stands. Of two that do so at once one must see the other. That takes a fence on either side, and
 * the one of the thread would be most of what a hook costs. So where a wake-up that comes late does no harm, it has none, and who claims waits for longer than any
 * store is on its way to the memory that all share ({@link #STORES_NANOS}) before he looks.
 */
abstract class ClaimableCall {

    private static final AtomicLongFieldUpdater<ClaimableCall> STATE =
            AtomicLongFieldUpdater.newUpdater(ClaimableCall.class, "state");

    private static final AtomicLongFieldUpdater<ClaimableCall> CLAIM =
            AtomicLongFieldUpdater.newUpdater(ClaimableCall.class, "claim");

    private static final AtomicReferenceFieldUpdater<ClaimableCall, BlockedCall> REGISTERED =
            AtomicReferenceFieldUpdater.newUpdater(ClaimableCall.class, BlockedCall.class, "registered");

    /** The lower bits of a number are free for one of either of the next two groups. */
    private static final int NEXT = 4;

    private static final int LOWER = 3;

    /** In {@link #state}: the thread is in no call that stands. */
    private static final int NONE = 0;
    /** It is in one that it leaves without a fence. */
    private static final int STANDS = 1;
    /** It is in one that it leaves with one. */
    private static final int STANDS_FENCED = 2;

    /** In {@link #claim}: somebody wants the call. */
    private static final int WANTED = 0;
    /** He makes the object; the thread waits for him. */
    private static final int TAKEN = 1;
    /** It is in {@link #registered}. */
    private static final int SEEN = 2;
    /** The thread has left first, or waits for nobody any more. */
    private static final int LEFT = 3;

    /** A store leaves its processor's buffer within a microsecond or so, and what interrupts its thread empties that. */
    private static final long STORES_NANOS = 20_000;

    /** To make an object takes no lock; only a thread that somebody has stopped needs as long as this. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final long PAUSE_NANOS = 20_000;

    private static final int TRIES = 3;

    final Thread thread;

    /** The number of the latest call with what the thread says of it; its own thread's. */
    private long latest;

    /** {@link #latest} while its call stands, else the number alone. Written by its thread only. */
    private volatile long state;

    /** The number of the call that somebody wanted last, and how far he is. */
    private volatile long claim;

    /** By its own thread: its call is registered and not an object yet, as far as it knows. */
    boolean stands;

    /** Somebody who took a call has not come back: no call stands here any more, each is an object. */
    private boolean abandoned;

    /** The call as an object; see {@link ActiveCalls}. */
    private volatile @Nullable BlockedCall registered;

    ClaimableCall(Thread thread) {
        this.thread = thread;
    }

    /** What stands in the fields, as an object; called by whoever has taken it. Null where the agent has left meanwhile. */
    abstract @Nullable BlockedCall make();

    /** Whether to wake the call a moment too late would hit what its thread does next. */
    abstract boolean leavesFenced();

    final boolean abandoned() {
        return abandoned;
    }

    /**
     * By its thread: what it has written can be seen and woken soon. Not at once, because to wait until a store has reached the
     * other processors is dear, so who finds nothing here looks again.
     */
    final void stand() {
        latest = (latest & ~LOWER) + NEXT + (leavesFenced() ? STANDS_FENCED : STANDS);
        stands = true;
        STATE.lazySet(this, latest);
    }

    /** By its thread, on its way out: whether the call has ended, because nobody has taken it. */
    final boolean leaveUnseen() {
        long own = latest;
        STATE.lazySet(this, own & ~LOWER);
        if ((own & LOWER) == STANDS) {
            // Keeps the compiler from reading first: a thread may lose its processor in between for any time.
            VarHandle.acquireFence();
        } else {
            VarHandle.fullFence();
        }
        if (((claim ^ own) & ~LOWER) != 0 || CLAIM.compareAndSet(this, own & ~LOWER | WANTED, own & ~LOWER | LEFT)) {
            stands = false;
            return true;
        }
        return false;
    }

    /** By its thread: the call that stands, as the object that it is from here on; null when who has taken it hangs. */
    final @Nullable BlockedCall settle() {
        long number = latest & ~LOWER;
        BlockedCall call = claimed(latest, true, 0);
        if (call == null) {
            abandoned = true;
            // Who comes back now finds that his object is not wanted any more, unless he was just in time.
            call = CLAIM.getAndSet(this, number | LEFT) == (number | SEEN) ? registered : null;
        }
        stands = false;
        state = number;
        return call;
    }

    /** By anybody: the call that the thread is in; null for none, and for one that is over before it can be claimed. */
    final @Nullable BlockedCall see() {
        return see(0);
    }

    /** {@link #see()}, where the call was asked for as long ago as {@link #awaitStores} waits. */
    final @Nullable BlockedCall see(long asked) {
        // A thread that makes one short call after the other would keep who looks at it for ever.
        for (int tries = 0; tries < TRIES; tries++) {
            long found = state;
            if ((found & LOWER) == NONE) {
                return registered;
            }
            BlockedCall call = claimed(found, thread == Thread.currentThread(), asked);
            if (call != null || state == found) {
                return call;
            }
        }
        return null;
    }

    /**
     * By anybody who is going to {@link #see} several: claims the call that stands.
     *
     * @return what {@code see} takes after {@link #awaitStores}; 0 where there is nothing to wait for
     */
    final long ask() {
        long found = state;
        if ((found & LOWER) != STANDS) {
            return 0;
        }
        long now = claim;
        long wanted = found & ~LOWER | WANTED;
        return now == wanted || !isOf(now, found) && CLAIM.compareAndSet(this, now, wanted) ? found : 0;
    }

    /** Waits until what threads had stored at {@code from}, a time of {@link System#nanoTime()}, can be seen. */
    static void awaitStores(long from) {
        while (System.nanoTime() - from < STORES_NANOS) {
            Thread.onSpinWait();
        }
    }

    private static boolean isOf(long claim, long call) {
        return ((claim ^ call) & ~LOWER) == 0;
    }

    /**
     * The object of the call {@code found}, made here unless somebody else has. Null when that has failed; to another thread than its
     * own also when the call has ended.
     */
    private @Nullable BlockedCall claimed(long found, boolean own, long asked) {
        long number = found & ~LOWER;
        long from = 0;
        for (int spins = 0; own || state == found; spins++) {
            long now = claim;
            if (!isOf(now, found)) {
                CLAIM.compareAndSet(this, now, number | WANTED);
                continue;
            }
            switch ((int) now & LOWER) {
                case WANTED:
                    if (!own && found != asked && (found & LOWER) == STANDS) {
                        awaitStores(System.nanoTime());
                    }
                    if ((own || state == found) && CLAIM.compareAndSet(this, now, number | TAKEN)) {
                        return take(number);
                    }
                    break;
                case TAKEN:
                    if (spins < 100) {
                        Thread.onSpinWait();
                    } else if (from == 0) {
                        from = System.nanoTime();
                    } else if (System.nanoTime() - from > PATIENCE_NANOS) {
                        return null;
                    } else {
                        pause();
                    }
                    break;
                case SEEN:
                    BlockedCall call = registered;
                    if (own || state == found) {
                        return call;
                    }
                    break;
                default: // it has left
                    return null;
            }
        }
        return null;
    }

    private static void pause() {
        ThreadRecord record = ThreadRecord.current();
        boolean before = record.agent;
        record.agent = true;
        try {
            LockSupport.parkNanos(PAUSE_NANOS);
        } finally {
            record.agent = before;
        }
    }

    @SuppressWarnings("NullAway") // the field may be null
    private @Nullable BlockedCall take(long number) {
        BlockedCall before = registered;
        BlockedCall call = null;
        try {
            call = make();
        } catch (Throwable fault) {
            Family.PARK.fault(fault);
        }
        if (call == null) {
            CLAIM.compareAndSet(this, number | TAKEN, number | WANTED);
            return null;
        }
        // Nothing stands where nothing is enforced.
        call.wakes = call.cancellable();
        // Both fail for one who comes back after its thread has given up waiting for him.
        if (REGISTERED.compareAndSet(this, before, call)) {
            if (CLAIM.compareAndSet(this, number | TAKEN, number | SEEN)) {
                return call;
            }
            REGISTERED.compareAndSet(this, call, null);
        }
        return null;
    }

    /** The object, where the call is one; null also for a call that stands. */
    final @Nullable BlockedCall registered() {
        return registered;
    }

    /** By its thread: {@code call}, which is an object from the start. */
    final void registered(BlockedCall call) {
        registered = call;
    }

    /** Who finds the call a moment longer finds that it has ended; so nobody has to be waited for. */
    @SuppressWarnings("NullAway") // the field may be null
    final void unregistered() {
        REGISTERED.lazySet(this, null);
    }
}
