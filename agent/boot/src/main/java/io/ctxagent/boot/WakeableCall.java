package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The waking of a {@link BlockedCall}: who may do it, and what the waker may see of the stack of its thread first, for there are
 * places where it must not be done ({@link Guards}).
 *
 * <p>One who makes the context done and one who leaves the call race; a CAS decides. States: ACTIVE until the
 * context is done; FIRING while a waker works on the thread, which cannot leave meanwhile; FIRED when it has; ENDED when
 * the thread is on its way out, after which nothing touches it any more.
 */
abstract class WakeableCall implements Runnable, Resendable {

    private static final int ACTIVE = 0;
    private static final int FIRING = 1;
    private static final int FIRED = 2;
    private static final int ENDED = 3;

    private static final long PAUSE_NANOS = 20_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** Over a second: a method inside of the call may have its name, and what it initialises passes. */
    private static final int MOST_LOOKS = 25;

    private static final AtomicIntegerFieldUpdater<WakeableCall> STATE =
            AtomicIntegerFieldUpdater.newUpdater(WakeableCall.class, "state");

    final Thread thread;
    final Object context;
    final String call;

    private volatile int state;

    /** Whether it is woken; as it was when the call began, whatever the agent is told meanwhile. */
    boolean wakes;

    /** Its context is done, and it was left alone all the same; see {@link Guards}. */
    volatile boolean spared;

    /** Its context is done, and it is woken as soon as that does no harm. Touched in state FIRING and by the resender. */
    private volatile boolean postponed;

    /** Its stack cannot be seen from outside; its own thread may look, on the way out of a park. Written before {@link #postponed}. */
    private volatile boolean unseen;

    /** The agent has left: it must not be woken any more. */
    volatile boolean hooksGone;

    /** Its thread is in a park whose exit it passes itself, by {@link #leavePark}. */
    private volatile boolean parked;

    /** How often it was found where it must not be woken; in state FIRING. */
    private int looks;

    WakeableCall(Thread thread, Object context, String call) {
        this.thread = thread;
        this.context = context;
        this.call = call;
    }

    /** Whether its context has come to its end and is obeyed here. */
    final boolean contextDone() {
        return wakes && !spared && ((BooleanSupplier) context).getAsBoolean();
    }

    /**
     * The context is done: wakes the thread, unless it is on its way out already. One that is parked is let out of its park
     * and does the rest itself: to look at the stack of another thread, that one has to be stopped.
     */
    @Override
    public final void run() {
        ThreadRecord waker = ThreadRecord.current();
        boolean before = waker.agent;
        boolean listed = postponed;
        waker.agent = true;
        try {
            if (parked) {
                LockSupport.unpark(thread);
            } else if (STATE.compareAndSet(this, ACTIVE, FIRING) && fireWhereAllowed() && !listed) {
                Resender.add(this);
            }
        } finally {
            waker.agent = before;
        }
    }

    /** Whether its own thread may wake it, on the way out of a park. */
    boolean wakesItself() {
        return false;
    }

    /** By its thread, before a park; whether {@link #leavePark} must follow. */
    final boolean enterPark() {
        if (!wakes || !wakesItself()) {
            return false;
        }
        parked = true;
        return true;
    }

    /**
     * By its thread, after a park. The context is done before its wakers run: one that comes later finds the thread parked
     * no more and wakes it, and what an earlier one left to the thread is seen here.
     */
    final void leavePark() {
        parked = false;
        if (contextDone() && (!postponed || unseen) && state == ACTIVE) {
            run();
        }
    }

    /** In state FIRING; whether it has to be looked at again, because what it must not disturb may pass. */
    private boolean fireWhereAllowed() {
        int place = hooksGone ? Guards.OUTSIDE : looksItself() ? Guards.NOWHERE : place();
        unseen = place == Guards.UNSEEN;
        boolean harmful = unseen || place == Guards.OUTSIDE || (place == Guards.INSIDE && disturbsInside());
        boolean again = harmful && !hooksGone && (place == Guards.INSIDE || looks++ < MOST_LOOKS);
        spared = place == Guards.OUTSIDE || (unseen && !again);
        postponed = again;
        if (harmful) {
            STATE.compareAndSet(this, FIRING, ACTIVE);
        } else {
            fire();
        }
        return again;
    }

    private int place() {
        try {
            return thread == Thread.currentThread() ? Guards.placeOfCaller(call) : Guards.place(thread, call);
        } catch (Throwable unknown) { // on its own thread that may be the end of the stack
            return Guards.NOWHERE;
        }
    }

    /**
     * Whether its thread, once woken, sees by itself where nothing must be thrown, and does nothing else before: then nobody has
     * to stop it to look.
     */
    boolean looksItself() {
        return false;
    }

    /** Whether it is woken by something that what runs inside of it notices too, as an interrupt is. */
    boolean disturbsInside() {
        return true;
    }

    /** Whether it can be woken without the hooks that it has gone through: by an interrupt, or by a cancel of the driver's. */
    boolean outlivesHooks() {
        return true;
    }

    /** Wakes once more a thread that has not come out since the last time; false when it has. */
    @Override
    public final boolean fireAgain() {
        if (postponed) {
            if (unseen && parked) {
                LockSupport.unpark(thread);
                return true;
            }
            return STATE.compareAndSet(this, ACTIVE, FIRING) ? fireWhereAllowed() : state != ENDED;
        }
        if (spared) {
            return false;
        }
        if (!STATE.compareAndSet(this, FIRED, FIRING)) {
            return state == FIRING;
        }
        fire();
        return true;
    }

    /** In state FIRING: wakes the thread and calls {@link #fired}, now or from another thread. */
    abstract void fire();

    final void fired() {
        STATE.compareAndSet(this, FIRING, FIRED);
    }

    /** By its thread, on its way out: nobody touches it any more when this returns; whether it was woken. */
    final boolean awaitWaker() {
        long deadline = 0;
        for (int spins = 0; ; spins++) {
            int seen = state;
            if (seen != FIRING) {
                if (STATE.compareAndSet(this, seen, ENDED)) {
                    return seen == FIRED;
                }
            } else if (spins < 100) {
                Thread.onSpinWait();
            } else if (spins == 100) {
                deadline = System.nanoTime() + patienceNanos();
            } else if (System.nanoTime() - deadline > 0) {
                // The waker hangs, in a driver or in an interrupt() of the user's. It finds ENDED when it comes back.
                if (STATE.compareAndSet(this, FIRING, ENDED)) {
                    abandoned();
                    return true;
                }
            } else {
                pauseForWaker();
            }
        }
    }

    /** How long its exit waits for a waker that is at work. One that comes later hits what the thread does next. */
    long patienceNanos() {
        return PATIENCE_NANOS;
    }

    /** Lets the waker work. A park and no yield: virtual threads that yield in turns can keep their carriers from it. */
    void pauseForWaker() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Its waker hung for the whole of the grace, and the call ends all the same; what the waker does may still come. */
    void abandoned() {}

    /** Whether its context ended while it lasted. */
    final boolean woken() {
        int seen = state;
        return seen == FIRING || seen == FIRED;
    }

    /** Whether a waker that works for this call still has reason to. */
    final boolean firing() {
        return state == FIRING;
    }
}
