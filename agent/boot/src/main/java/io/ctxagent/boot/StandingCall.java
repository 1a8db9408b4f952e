package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The call that a thread is in, and how others find it once it is registered. One that an interrupt does not end stands in the fields of the thread's record alone, and
 * most are over before anybody else has looked. Who does look, to wake it or to show it, takes it for a moment, in which it
 * cannot end, makes the object of what stands there, and from then on that is the call.
 *
 * <p>Each call has a number of its own in the state, so nobody can take the next one in place of the one that he has found.
 * States: NONE; STANDS; TAKEN while somebody makes the object; SEEN when it is in {@link #registered}.
 */
abstract class StandingCall {

    private static final AtomicLongFieldUpdater<StandingCall> STATE =
            AtomicLongFieldUpdater.newUpdater(StandingCall.class, "state");

    private static final AtomicReferenceFieldUpdater<StandingCall, BlockedCall> REGISTERED =
            AtomicReferenceFieldUpdater.newUpdater(StandingCall.class, BlockedCall.class, "registered");

    private static final int NONE = 0;
    private static final int STANDS = 1;
    private static final int TAKEN = 2;
    private static final int SEEN = 3;
    private static final int STATES = 3;
    private static final int NEXT = 4;

    /** To make an object takes no lock; only a thread that somebody has stopped needs as long as this. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final long PAUSE_NANOS = 20_000;

    /**
     * {@link Family#number} of the outermost hooked call that the thread is in; 0 when it is in none. Hooks below it stay silent. Not
     * a reference: to write one into the record of a thread that lives on has the collector's barrier wait for the memory.
     */
    private int familyNumber;

    /** The context of that call; while the thread is in none, that of the last one or null. */
    @Nullable
    Object context;

    /** Its name, {@code java.util.concurrent.LinkedBlockingQueue.take}; that of the last one while the thread is in none. */
    @Nullable
    String call;

    /** What it works on. */
    @Nullable
    Object target;

    /** The result set whose {@code next} the thread is in, or was in last and has not closed. Those are so many that little is noted of each. */
    @Nullable
    Object rows;

    /** When the call that {@link #stands} began to block, by {@link CoarseClock}. */
    long startNanos;

    /** How many in a row began soon after the one before; {@link CoarseClock}'s. */
    int soonCalls;

    /** What a JDBC call becomes once its driver waits for the server; one of {@link DriverWaits}'s. */
    int driverCall;

    private volatile long state;

    /** The number of the latest call, a multiple of {@link #NEXT}; its own thread's. */
    private long number;

    /** By its own thread: its call is registered and not an object yet, as far as it knows. */
    boolean stands;

    /** Somebody who took a call has not come back: no call stands here any more, each is an object. */
    private boolean abandoned;

    /** The call as an object; see {@link ActiveCalls}. */
    private volatile @Nullable BlockedCall registered;

    /** What stands in the fields, as an object; called by whoever has taken it. Null where the agent has left meanwhile. */
    abstract @Nullable BlockedCall make();

    /** Whether the thread is in a hooked call. */
    final boolean inCall() {
        return familyNumber != Family.NONE;
    }

    /** Whether it is in one of that family. */
    final boolean in(Family family) {
        return familyNumber == family.number;
    }

    /** The family of the call that the thread is in; null for none. */
    final @Nullable Family family() {
        return Family.numbered(familyNumber);
    }

    /** By its thread: it is in none from here on. */
    final void out() {
        familyNumber = Family.NONE;
    }

    /** By its thread, which is in a call from here on that no interrupt of the agent's ends, so that it need not tell the user's from them. */
    final void note(Family family, Object context, String call, @Nullable Object target) {
        familyNumber = family.number;
        // To store a reference costs more than to compare it.
        if (this.context != context) {
            this.context = context;
        }
        if (this.call != call) {
            this.call = call;
        }
        this.target = target;
    }

    /** By its thread, which is in a {@code next} from here on: no more of it than {@link DriverWaits} needs. */
    final void fetch(Object resultSet) {
        familyNumber = Family.JDBC.number;
        driverCall = DriverWaits.FETCH;
        if (rows != resultSet) {
            rows = resultSet;
        }
    }

    /** By its thread: that is over, and its driver had to wait for nothing. */
    final void fetched() {
        familyNumber = Family.NONE;
        driverCall = DriverWaits.NONE;
    }

    /** Whether what stands here waits for a socket or a channel. */
    final boolean standsInKernel() {
        return !in(Family.JDBC) && !in(Family.SELECTOR) && !in(Family.PARK);
    }

    /** Whether the context of the call that the thread is in is done. */
    final boolean contextDone() {
        Object of = context;
        return of != null && ((BooleanSupplier) of).getAsBoolean();
    }

    final boolean abandoned() {
        return abandoned;
    }

    /**
     * By its thread: what it has written can be seen and woken soon. Not at once, because to wait until a store has reached the
     * other processors is dear, so who finds nothing here looks again.
     */
    final void stand() {
        number += NEXT;
        stands = true;
        STATE.lazySet(this, number | STANDS);
    }

    /** By its thread, on its way out: whether the call has ended, because nobody has taken it. */
    final boolean leaveUnseen() {
        if (STATE.compareAndSet(this, number | STANDS, number)) {
            stands = false;
            return true;
        }
        return false;
    }

    /** By its thread: the call that stands, as the object that it is from here on; null when who has taken it hangs. */
    final @Nullable BlockedCall settle() {
        BlockedCall call = see();
        stands = false;
        if (call == null) {
            abandoned = true;
        }
        state = number;
        return call;
    }

    /** By anybody: the call that the thread is in; null for none. */
    final @Nullable BlockedCall see() {
        long from = 0;
        for (int spins = 0; ; spins++) {
            // The state first: an object that is found there while a call stands is that of one before, which has
            // ended.
            long found = state;
            switch ((int) found & STATES) {
                case NONE:
                    return registered;
                case STANDS:
                    if (STATE.compareAndSet(this, found, found - STANDS + TAKEN)) {
                        return take(found);
                    }
                    break;
                case SEEN:
                    BlockedCall call = registered;
                    if (state == found) {
                        return call;
                    }
                    break;
                default:
                    if (spins < 100) {
                        Thread.onSpinWait();
                    } else if (from == 0) {
                        from = System.nanoTime();
                    } else if (System.nanoTime() - from > PATIENCE_NANOS) {
                        return null;
                    } else {
                        pause();
                    }
            }
        }
    }

    @SuppressWarnings("NullAway") // the field may be null
    private @Nullable BlockedCall take(long found) {
        BlockedCall before = registered;
        BlockedCall call = null;
        try {
            call = make();
        } catch (Throwable fault) {
            Family.PARK.fault(fault);
        }
        if (call == null) {
            STATE.compareAndSet(this, found - STANDS + TAKEN, found);
            return null;
        }
        // Nothing stands where nothing is enforced.
        call.wakes = call.cancellable();
        // Both fail for one who comes back after its thread has given up waiting for him.
        if (REGISTERED.compareAndSet(this, before, call)) {
            if (STATE.compareAndSet(this, found - STANDS + TAKEN, found - STANDS + SEEN)) {
                return call;
            }
            REGISTERED.compareAndSet(this, call, null);
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
