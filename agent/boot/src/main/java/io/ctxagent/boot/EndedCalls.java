package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a thread did after its context had ended one of its calls. The first call that was ended or refused because
 * a context was done makes such a note; each later one under the same context adds to it; another context begins anew. In
 * mode {@code observe} nothing is ended: there the calls count that would have been.
 *
 * <p>Written by its own thread, read by snapshots. The context is held weakly, so that a worker does not keep the last
 * one that was cancelled on it.
 */
public final class EndedCalls {

    /** The note of each thread; empty where no call was ever ended. */
    public static final ThreadLocal<EndedCalls> NOTES = new ThreadLocal<>();

    private final WeakReference<Object> context;
    private final String call;
    private final long firstNanos;
    private volatile long lastNanos;
    private volatile int later;

    private EndedCalls(Object context, String call) {
        this.context = new WeakReference<>(context);
        this.call = call;
        this.firstNanos = System.nanoTime();
        this.lastNanos = firstNanos;
    }

    /** Called by the thread whose call is ended or refused. */
    static void note(Object context, String call) {
        EndedCalls last = NOTES.get();
        if (last == null || !last.context.refersTo(context)) {
            NOTES.set(new EndedCalls(context, call));
        } else {
            last.again();
        }
    }

    /** A call that was not refused because so many were; see {@link Refusals}. */
    static void ignored(Object context) {
        EndedCalls last = NOTES.get();
        if (last != null && last.context.refersTo(context)) {
            last.again();
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    private void again() {
        lastNanos = System.nanoTime();
        later++;
    }

    /** The context that was done; null when it is gone. */
    public @Nullable Object context() {
        return context.get();
    }

    /** The first call that it ended, {@code java.util.concurrent.LinkedBlockingQueue.take}. */
    public String call() {
        return call;
    }

    /** {@link System#nanoTime()} of the first. */
    public long firstNanos() {
        return firstNanos;
    }

    /** {@link System#nanoTime()} of the last. */
    public long lastNanos() {
        return lastNanos;
    }

    /** How many there were after the first. */
    public int later() {
        return later;
    }
}
