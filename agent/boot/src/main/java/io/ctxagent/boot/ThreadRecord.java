package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** What the bridge knows of one thread. Touched by that thread alone, so nothing in it is volatile. */
final class ThreadRecord {

    private static final ThreadLocal<ThreadRecord> RECORDS = new ThreadLocal<>();

    /** The outermost hooked call that the thread is in; null when it is in none. Hooks below it stay silent. */
    @Nullable
    Family family;

    /** The context of that call. */
    @Nullable
    Object context;

    /** Its name, {@code java.util.concurrent.LinkedBlockingQueue.take}. */
    @Nullable
    String call;

    /** What it works on. */
    @Nullable
    Object target;

    /** What {@link Interrupts#entering} said on its entry. */
    int interrupts;

    /** Its registration; null until it is about to block. */
    @Nullable
    BlockedCall blocked;

    /** That call's family is off, or knows no way to end it: it and all below it stay silent. */
    boolean muted;

    /** The agent's own code runs on this thread: hooks stay silent, and an interrupt is not the user's. */
    boolean agent;

    /** More than 0 while the JDK starts a worker of its own, which inherits nothing. */
    int startsWorker;

    /** More than 0 while the thread is in a call of a TLS socket. */
    int tls;

    /** Who creates contexts here; made when first asked for. */
    @Nullable
    Owner owner;

    /** Whether the thread runs a task of a pool now. */
    boolean task;

    /** The worker of a pool whose loop hands each task to {@link Tasks#run}, and not one from before the agent. */
    boolean wovenWorker;

    /** The task that a worker from before the agent runs now. */
    @Nullable
    OldWorkerTask oldWorkerTask;

    private ThreadRecord() {}

    /** The calling thread's record, made when it has none. */
    static ThreadRecord current() {
        ThreadRecord record = RECORDS.get();
        if (record == null) {
            record = new ThreadRecord();
            RECORDS.set(record);
        }
        return record;
    }

    /** The calling thread's record, or null. */
    static @Nullable ThreadRecord peek() {
        return RECORDS.get();
    }

    void begin(Family family, Object context, String call, @Nullable Object target) {
        this.family = family;
        this.context = context;
        this.call = call;
        this.target = target;
        this.interrupts = Interrupts.entering();
    }

    void end() {
        family = null;
        context = null;
        call = null;
        target = null;
        blocked = null;
        muted = false;
    }
}
