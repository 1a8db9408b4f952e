package io.ctxagent.boot;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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

    private static final AtomicIntegerFieldUpdater<BlockedCall> STATE =
            AtomicIntegerFieldUpdater.newUpdater(BlockedCall.class, "state");

    /** One entry for each thread that is in a registered call; a thread is in one at a time, the outermost. */
    static final ConcurrentHashMap<Thread, BlockedCall> ACTIVE_CALLS = new ConcurrentHashMap<>();

    final Thread thread;
    final Object context;
    final String family;
    final String call;
    final @Nullable Object target;
    final long startNanos;
    volatile int state;

    BlockedCall(Object context, String family, String call, @Nullable Object target) {
        this.thread = Thread.currentThread();
        this.context = context;
        this.family = family;
        this.call = call;
        this.target = target;
        this.startNanos = System.nanoTime();
    }

    /** The calls that are registered now; weakly consistent. */
    public static Collection<BlockedCall> active() {
        return ACTIVE_CALLS.values();
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

    /** {@link System#nanoTime()} when it began to block. */
    public final long startNanos() {
        return startNanos;
    }

    /** Whether the agent can end it. */
    public boolean cancellable() {
        return true;
    }

    final boolean compareAndSet(int expected, int next) {
        return STATE.compareAndSet(this, expected, next);
    }
}
