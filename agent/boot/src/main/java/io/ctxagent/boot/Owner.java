package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Who created a context: a thread, or one task of a pool worker. When the owner has ended and the context is still live,
 * nobody is left to cancel it. Written by the owner's thread, read by any.
 */
public final class Owner {

    /** The kind of an owner that several threads may work for, one after the other: it ends when {@link #end} is called. */
    public static final String REQUEST = "request";

    /** The same for a test and the threads that it has started. */
    public static final String TEST = "test";

    private final String kind;
    private final String name;
    private final long threadId;
    private final WeakReference<Thread> thread;
    private volatile long endedNanos;
    private volatile boolean ended;
    private volatile boolean derived;

    /**
     * @param kind {@code thread}, {@code task}, {@code request} or {@code test}
     */
    public Owner(String kind, Thread thread) {
        this(kind, thread.getName(), thread);
    }

    /** On the calling thread, under a name of its own. */
    Owner(String kind, String name) {
        this(kind, name, Thread.currentThread());
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is not in 17
    private Owner(String kind, String name, Thread thread) {
        this.kind = kind;
        this.name = name;
        this.threadId = thread.getId();
        this.thread = new WeakReference<>(thread);
    }

    /** {@code thread}, {@code task}, {@code request} or {@code test}. */
    public String kind() {
        return kind;
    }

    /** The thread's name when the owner was made; of a test its own. */
    public String name() {
        return name;
    }

    /** The id of the thread. */
    public long threadId() {
        return threadId;
    }

    /** Called when it creates a context. */
    void derives() {
        if (!derived) {
            derived = true;
        }
    }

    /** What it has created since it had created none is not its own. */
    void hasDerivedNone() {
        derived = false;
    }

    /** Whether it has created any. */
    boolean hasDerived() {
        return derived;
    }

    /** Called when the task returns. */
    public void end() {
        if (!ended) {
            endedNanos = System.nanoTime();
            ended = true;
        }
    }

    /** Whether the task has returned, or the thread has died. */
    public boolean ended() {
        if (ended) {
            return true;
        }
        if (kind.equals(REQUEST) || kind.equals(TEST)) {
            return false;
        }
        Thread alive = thread.get();
        return alive == null || alive.getState() == Thread.State.TERMINATED;
    }

    /** {@link System#nanoTime()} of its end; null while it goes on, and where its end was seen by nobody. */
    public @Nullable Long endedNanos() {
        return ended ? Long.valueOf(endedNanos) : null;
    }
}
