package io.ctxagent.boot;

import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call that a thread is in, and the way to wake it. Registered when the call is about to block, ended by the
 * same thread on its way out.
 */
public abstract class BlockedCall extends WakeableCall {

    final String family;
    final @Nullable Object target;
    private final long startNanos;

    /** The thread's; null until it is registered. */
    private @Nullable ThreadRecord record;

    private boolean refused;
    private volatile @Nullable Runnable forget;

    /** Whether somebody else interrupted the thread during this call; written after that interrupt took effect. */
    volatile boolean interruptedByUser;

    BlockedCall(Object context, String family, String call, @Nullable Object target) {
        super(Thread.currentThread(), context, call);
        this.family = family;
        this.target = target;
        this.startNanos = System.nanoTime();
    }

    /** The call that stands in {@code record}; whoever makes it has taken it. */
    @SuppressWarnings("NullAway") // of a call that stands these are there
    BlockedCall(ThreadRecord record, String call) {
        super(record.thread, record.context, call);
        this.family = record.family().id();
        this.target = record.target;
        this.startNanos = record.startNanos;
        this.record = record;
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

    /** Whether it is where an exception would do harm, and therefore goes on. */
    public final boolean spared() {
        return spared;
    }

    /** Makes the call visible and, when it can be woken, ties it to its context. Called by the blocked thread. */
    final void register(ThreadRecord record) {
        this.record = record;
        boolean linked = record.links() && !wakesItself();
        wakes = Settings.enforce && cancellable();
        ActiveCalls.add(record, this);
        // After it is visible, before it can be woken: whatever is pending here is the user's, and so is what the wait
        // has swallowed already.
        if (wakesItself() && (thread.isInterrupted() || Interrupts.cameSince(record.interrupts, thread))) {
            interruptedByUser = true;
        }
        // Where nothing is enforced, its entry was noted as refused already.
        refused = !Settings.enforce && ((BooleanSupplier) context).getAsBoolean();
        if (wakes) {
            try {
                Port port = linked ? null : Ports.of(context);
                if (port != null) {
                    forget = port.onDone(context, this);
                } else if (linked) {
                    ContextLink.tie(record, context);
                }
            } catch (RuntimeException | Error fault) {
                wakes = false;
                ActiveCalls.remove(record, this);
                throw fault;
            }
        }
    }

    /** Whether {@link ContextLink} wakes it. One that an interrupt ends must first look for the user's, and so has a waker of its own. */
    final boolean wokenByLink() {
        return wakes && !wakesItself() && (Settings.enforce || outlivesHooks());
    }

    /** The registered call of {@code thread}, or null. */
    public static @Nullable BlockedCall of(Thread thread) {
        return ActiveCalls.of(thread);
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
    void noteEnd(@Nullable Throwable outcome) {
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
