package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What the bridge knows of one thread. Touched by that thread alone, but for the call that others look for. */
final class ThreadRecord extends CrowdMember {

    static final ThreadLocal<ThreadRecord> RECORDS = new ThreadLocal<>();

    /** What {@link Current#SLOT} has for this thread, where that is a {@link RecordSlot}. */
    @Nullable
    Object slot;

    /** The thread's in {@link Interrupts}; kept because the hash of a thread that others join takes a call into the JVM. */
    private final int interruptCell;

    /** What {@link Interrupts#entering} said on its entry. */
    int interrupts;

    /** Its registration; null until it is about to block, and while it only {@link #stands}. */
    @Nullable
    BlockedCall blocked;

    /** What leads from a context to the calls here that no interrupt ends; null until there was one under that context. */
    @Nullable
    ContextLink link;

    /** {@link NativeThreads#current} of the thread; 0 until a call waits in the kernel. */
    long nativeThread;

    /** What a JDBC call works on; see {@link JdbcSupport#target}. */
    @Nullable
    String url;

    /** The connection that {@link #url} belongs to. */
    @Nullable
    WeakReference<Object> urlOf;

    /** {@link ActiveCalls} knows of this record. */
    boolean listed;

    /** That call's family is off, or knows no way to end it: it and all below it stay silent. */
    boolean muted;

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

    /** Made when a call of the thread is first refused. */
    @Nullable
    private Refusals refusals;

    /** More than 0 while a cancel is thrown as a timeout, because code below takes anything else for a broken connection. */
    int pausing;

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

    private ThreadRecord(Thread thread) {
        super(thread);
        this.interruptCell = Interrupts.cell(thread);
    }

    /** For a thread that has not started yet, and starts under {@code context}. */
    static ThreadRecord startingUnder(Thread thread, Object context) {
        ThreadRecord record = new ThreadRecord(thread);
        record.slot = context;
        return record;
    }

    /**
     * The calling thread's record; null where the thread runs under no context. One thread-local is read, so this is what hooks
     * begin with; what the context is, {@link #under} says.
     */
    static @Nullable ThreadRecord underContext() {
        if (Current.IN_RECORD) {
            ThreadRecord record = RECORDS.get();
            return record == null || record.slot == null ? null : record;
        }
        return Current.SLOT.get() == null ? null : current();
    }

    /** On the record's own thread: the context that it runs under; there is one after {@link #underContext}. */
    @SuppressWarnings("NullAway") // a slot may be empty; most who ask know that theirs is not
    Object under() {
        return Current.IN_RECORD ? slot : Current.SLOT.get();
    }

    /** On the record's own thread: it runs under {@code context} from here on, null for none. */
    void under(@Nullable Object context) {
        if (Current.IN_RECORD) {
            turnTo(context);
        } else {
            Current.SLOT.set(context);
        }
    }

    /** {@link #under} of a slot that is in the record. */
    void turnTo(@Nullable Object context) {
        slot = context;
        if (!inCall()) {
            this.context = null;
            rows = null;
        }
        ContextLink left = link;
        if (left != null) {
            ContextLink.turn(this, left, context);
        }
    }

    /** The calling thread's record, made when it has none. */
    static ThreadRecord current() {
        ThreadRecord record = RECORDS.get();
        if (record == null) {
            record = new ThreadRecord(Thread.currentThread());
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
        return !inCall() && !agent;
    }

    /** The thread is in a call from here on. */
    void begin(Family family, Object context, String call, @Nullable Object target) {
        note(family, context, call, target);
        this.interrupts = Interrupts.entering(interruptCell);
    }

    /**
     * Whether a call of this thread can stand here without an object: not where it would speak for another call, nor where nobody
     * is woken.
     */
    boolean callsMayStand() {
        return connecting == null && !abandoned() && Settings.enforce && (links() || makesMany());
    }

    @Override
    @Nullable
    BlockedCall make() {
        return StandingCalls.make(this);
    }

    /** Registers {@code call}, which is about to block, as the outermost of this thread. */
    void block(Family family, BlockedCall call) {
        begin(family, call.context, call.call, call.target);
        boolean registered = false;
        agent = true;
        try {
            call.register(this);
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
        out();
        // One that the thread still runs under it holds anyway.
        if (context != slot) {
            context = null;
        }
        target = null;
        if (blocked != null) {
            blocked = null;
        }
        muted = false;
        driverCall = DriverWaits.NONE;
    }

    /** Whether its context has been told to it so often, and in vain, that a call of {@code thing} is refused no more. */
    boolean refusedTooOften(@Nullable Object thing) {
        Object context = under();
        if (context == null) {
            return false;
        }
        if (refusals == null) {
            refusals = new Refusals();
        }
        boolean tooOften = refusals.tooMany(context, thing, System.nanoTime());
        if (tooOften) {
            EndedCalls.ignored(context);
        }
        return tooOften;
    }

    /** The connection of the JDBC call that the thread has been in last; null where that is not known or gone. */
    @Nullable
    Object held() {
        WeakReference<Object> of = urlOf;
        return of == null ? null : of.get();
    }

    /** Whether the thread is in the registered call of a stream socket or a datagram socket. */
    boolean inSocket() {
        return inRegistered() && (in(Family.SOCKET) || in(Family.DATAGRAM));
    }

    /** Whether the call that the thread is in is registered. */
    boolean inRegistered() {
        return stands || blocked != null;
    }

    /** Whether hooks of drivers stay silent: they are below a call that counts for them, or the agent's own. */
    boolean silencesDrivers() {
        return inCall() || connecting != null || agent;
    }

    /** Whether a driver or a pool is at work: what it submits and starts is its own and belongs to no request. */
    boolean inDriver() {
        return connecting != null || in(Family.JDBC);
    }
}
