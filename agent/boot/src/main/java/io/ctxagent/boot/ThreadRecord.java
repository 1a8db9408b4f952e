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

    /** Its name, {@code java.util.concurrent.LinkedBlockingQueue.take}; that of the last one while the thread is in none. */
    @Nullable
    String call;

    /** What it works on. */
    @Nullable
    Object target;

    /** The thread's in {@link Interrupts}; kept because the hash of a thread that others join takes a call into the JVM. */
    private final int interruptCell = Interrupts.cell(Thread.currentThread());

    /** What {@link Interrupts#entering} said on its entry. */
    int interrupts;

    /** Its registration; null until it is about to block. */
    @Nullable
    BlockedCall blocked;

    /** That call's family is off, or knows no way to end it: it and all below it stay silent. */
    boolean muted;

    /** What a JDBC call becomes once its driver waits for the server; one of {@link DriverWaits}'s. */
    int driverCall;

    /** The {@code getConnection} that the thread is in, by name: hooks below it do their work and speak for it. */
    @Nullable
    String connecting;

    /** The context of that call. */
    @Nullable
    Object connectingUnder;

    /** What it was called on; null for a static method. */
    @Nullable
    Object connectingThrough;

    /** Set once a wait below it was ended by an interrupt, which pools set again. */
    @Nullable
    RecordedCall interruptedBelow;

    /** The agent's own code runs on this thread: hooks stay silent, and an interrupt is not the user's. */
    boolean agent;

    /** More than 0 while the JDK starts a worker of its own, which inherits nothing. */
    int startsWorker;

    /** Selects that this thread has made under {@link #selectsUnder} since that was done. */
    int lateSelects;

    /** Identity hash of a context; not the context, which a thread that lives on would hold for ever. */
    int selectsUnder;

    /** More than 0 while the thread is in a call of a TLS socket. */
    int tls;

    /** How often a context or a thread went from here to somebody else; only its changes mean something. */
    int handOvers;

    /** Who creates contexts here; made when first asked for. */
    @Nullable
    Owner owner;

    /** Where it derives a context next; see {@link CreationSite}. */
    @Nullable
    String creationSite;

    /** The HTTP request that it handles now. */
    @Nullable
    IncomingRequest request;

    /** The connection that a server's thread works for now; null where no hook has said so. */
    @Nullable
    Object connection;

    /** Whether the thread runs a task of a pool now. */
    boolean task;

    /** The worker of a pool whose loop hands each task to {@link Tasks#run}, and not one from before the agent. */
    boolean wovenWorker;

    /** The next task of a ForkJoinPool is run by its own caller: it was never handed over. */
    boolean runsItself;

    /** The one-shot task that this timer's thread runs now. */
    @Nullable
    TaskFrame timerTask;

    /** Identity hash of the task that an executor was handed last, which may go on into a queue. */
    int handed;

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

    /** The calling thread hands something over. */
    static void handsOver() {
        current().handOvers++;
    }

    /** Whether a hooked call that begins now is the outermost of the thread, and not the agent's own. */
    boolean free() {
        return family == null && !agent;
    }

    void begin(Family family, Object context, String call, @Nullable Object target) {
        this.family = family;
        this.context = context;
        // A constant of the hook: to store a reference costs more than to compare it.
        if (this.call != call) {
            this.call = call;
        }
        this.target = target;
        this.interrupts = Interrupts.entering(interruptCell);
    }

    /** Registers {@code call}, which is about to block, as the outermost of this thread. */
    void block(Family family, BlockedCall call) {
        begin(family, call.context, call.call, call.target);
        boolean registered = false;
        agent = true;
        try {
            call.register();
            blocked = call;
            registered = true;
        } finally {
            agent = false;
            if (!registered) {
                end();
            }
        }
    }

    void end() {
        family = null;
        context = null;
        target = null;
        if (blocked != null) {
            blocked = null;
        }
        muted = false;
        driverCall = DriverWaits.NONE;
    }

    /** Whether a driver or a pool is at work: what it submits and starts is its own and belongs to no request. */
    boolean inDriver() {
        return connecting != null || family == Family.JDBC;
    }
}
