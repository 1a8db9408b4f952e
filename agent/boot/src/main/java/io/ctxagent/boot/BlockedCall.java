package io.ctxagent.boot;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call that a thread is in, and the way to wake it. Registered when the call is about to block, ended by the
 * same thread on its way out.
 *
 * <p>One who makes the context done and one who leaves the call race; a CAS decides. States: ACTIVE until the
 * context is done; FIRING while a waker works on the thread, which cannot leave meanwhile; FIRED when it has; ENDED when
 * the thread is on its way out, after which nothing touches it any more.
 */
public abstract class BlockedCall implements Runnable {

    protected static final int ACTIVE = 0;
    protected static final int FIRING = 1;
    protected static final int FIRED = 2;
    protected static final int ENDED = 3;

    private static final long PAUSE_NANOS = 20_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** Over a second: a method inside of the call may have its name, and what it initialises passes. */
    private static final int MOST_LOOKS = 25;

    private static final AtomicIntegerFieldUpdater<BlockedCall> STATE =
            AtomicIntegerFieldUpdater.newUpdater(BlockedCall.class, "state");

    final Thread thread;
    final Object context;
    final String family;
    final String call;
    final @Nullable Object target;
    private final long startNanos;

    /** The thread's; null until it is registered. */
    private @Nullable ThreadRecord record;

    private boolean refused;
    private volatile int state;
    private volatile @Nullable Runnable forget;

    /** Whether it is woken; as it was when the call began, whatever the agent is told meanwhile. */
    private boolean wakes;

    /** Its context is done, and it was left alone all the same; see {@link Guards}. */
    volatile boolean spared;

    /** Its context is done, and it is woken as soon as that does no harm. Touched in state FIRING and by the resender. */
    private volatile boolean postponed;

    /** Its stack cannot be seen from outside; its own thread may look, on the way out of a park. Written before {@link #postponed}. */
    private volatile boolean unseen;

    private volatile boolean hooksGone;

    /** Its thread is in a park whose exit it passes itself, by {@link #leavePark}. */
    private volatile boolean parked;

    /** How often it was found where it must not be woken; in state FIRING. */
    private int looks;

    /** Whether somebody else interrupted the thread during this call; written after that interrupt took effect. */
    volatile boolean interruptedByUser;

    BlockedCall(Object context, String family, String call, @Nullable Object target) {
        this.thread = Thread.currentThread();
        this.context = context;
        this.family = family;
        this.call = call;
        this.target = target;
        this.startNanos = System.nanoTime();
    }

    /** The calls that are registered now, one for each thread, the outermost; weakly consistent. */
    public static Collection<BlockedCall> active() {
        return ActiveCalls.all();
    }

    /** The thread that is blocked. */
    public final Thread thread() {
        return thread;
    }

    /** The context that it blocks under. */
    public final Object context() {
        return context;
    }

    /** The instrumentation family, {@code queue}. */
    public final String family() {
        return family;
    }

    /** Class and method with the package, {@code java.util.concurrent.LinkedBlockingQueue.take}. */
    public final String call() {
        return call;
    }

    /** What it works on, as text; null where that says nothing. */
    public @Nullable String target() {
        return null;
    }

    /** Puts {@link #target} at the end of {@code text}; false where that is null. */
    public boolean appendTarget(StringBuilder text) {
        String target = target();
        if (target != null) {
            text.append(target);
        }
        return target != null;
    }

    /** {@code java.util.concurrent.LinkedBlockingQueue@1b2c3d} at the end of {@code text}, without anything that is thrown away. */
    static boolean appendIdentity(Object object, StringBuilder text) {
        text.append(object.getClass().getName()).append('@');
        int hash = System.identityHashCode(object);
        int digit = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(hash | 1)) / 4;
        for (; digit >= 0; digit--) {
            text.append(Character.forDigit(hash >>> 4 * digit & 0xF, 16));
        }
        return true;
    }

    /** {@link System#nanoTime()} when it began to block. */
    public final long startNanos() {
        return startNanos;
    }

    /** Whether the agent can end it. */
    public boolean cancellable() {
        return true;
    }

    /** Makes the call visible and, when it can be woken, ties it to its context. Called by the blocked thread. */
    final void register(ThreadRecord record) {
        this.record = record;
        ActiveCalls.add(record, this);
        // After it is visible, before it can be woken: whatever is pending here is the user's, and so is what the wait
        // has swallowed already.
        if (thread.isInterrupted() || Interrupts.cameSince(record.interrupts, thread)) {
            interruptedByUser = true;
        }
        // Where nothing is enforced, its entry was noted as refused already.
        refused = !Settings.enforce && ((BooleanSupplier) context).getAsBoolean();
        wakes = Settings.enforce && cancellable();
        if (wakes) {
            try {
                Port port = Ports.of(context);
                if (port != null) {
                    forget = port.onDone(context, this);
                }
            } catch (RuntimeException | Error fault) {
                wakes = false;
                ActiveCalls.remove(record, this);
                throw fault;
            }
        }
    }

    /** Whether its context has come to its end and is obeyed here. */
    final boolean contextDone() {
        return wakes && !spared && ((BooleanSupplier) context).getAsBoolean();
    }

    /** Whether it is where an exception would do harm, and therefore goes on. */
    public final boolean spared() {
        return spared;
    }

    /** The registered call of {@code thread}, or null. */
    public static @Nullable BlockedCall of(Thread thread) {
        return ActiveCalls.of(thread);
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

    /** The agent leaves, and its hooks with it. What needs those to be woken goes on as it would have without. */
    final void hooksLeave() {
        Runnable unlink = forget;
        if (!outlivesHooks()) {
            hooksGone = true;
            spared = true;
            if (unlink != null) {
                unlink.run();
            }
        }
    }

    /** Wakes once more a thread that has not come out since the last time; false when it has. */
    final boolean fireAgain() {
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

    /**
     * Ends the call on its own thread: nobody touches the thread on behalf of this call once it has returned.
     *
     * @return whether the thread was woken because its context is done
     */
    private boolean leave() {
        boolean woken = awaitWaker();
        Runnable unlink = forget;
        if (unlink != null && !woken) {
            unlink.run();
        }
        return woken;
    }

    private boolean awaitWaker() {
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

    /** What the call ends with, given how it would have ended and that it was woken. */
    abstract @Nullable Throwable outcome(@Nullable Throwable thrown);

    /** {@link #leave}, and what the call then ends with. */
    final @Nullable Throwable end(@Nullable Throwable thrown) {
        try {
            Throwable outcome = ending(leave(), thrown);
            noteEnd(outcome);
            return outcome;
        } finally {
            // Last: an interrupt of the user's that is under way looks for the call here.
            ThreadRecord own = record;
            if (own != null) {
                ActiveCalls.remove(own, this);
            }
        }
    }

    /** For those who ask whether the thread heeds it: its context has ended this call, or would have. */
    private void noteEnd(@Nullable Throwable outcome) {
        boolean ended = Settings.enforce ? outcome != null : cancellable() && !refused;
        // A pool that tries again inside one getConnection swallows nothing; that call makes the note.
        if (ended && ((BooleanSupplier) context).getAsBoolean() && ThreadRecord.current().connecting == null) {
            EndedCalls.note(context, call);
        }
    }

    /** What it ends with; {@code woken} as {@link #leave} says. */
    @Nullable
    Throwable ending(boolean woken, @Nullable Throwable thrown) {
        return woken ? outcome(thrown) : thrown;
    }

    /** What {@code check()} of its context would throw; null when it is not known any more. */
    final @Nullable RuntimeException contextException() {
        return contextException(context);
    }

    static @Nullable RuntimeException contextException(Object context) {
        Port port = Ports.of(context);
        return port == null ? null : port.error(context);
    }
}
