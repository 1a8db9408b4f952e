package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An instrumentation family at run time: its switch, and the count of its own faults. A family that fails more often than
 * {@link #BUDGET} times switches itself off; the application goes on without it. Thread-safe.
 */
public final class Family {

    /** Faults that a family may have before it is off. */
    public static final int BUDGET = 100;

    public static final Family QUEUE = new Family("queue");
    public static final Family LOCK = new Family("lock");
    public static final Family FUTURE = new Family("future");
    public static final Family SLEEP = new Family("sleep");
    public static final Family WAIT = new Family("wait");
    public static final Family JOIN = new Family("join");
    public static final Family PROCESS = new Family("process");
    public static final Family SOCKET = new Family("socket");
    public static final Family DATAGRAM = new Family("datagram");
    public static final Family CHANNEL = new Family("channel");
    public static final Family SELECTOR = new Family("selector");
    public static final Family FILELOCK = new Family("filelock");
    public static final Family PIPE = new Family("pipe");
    public static final Family HTTPCLIENT = new Family("httpclient");
    /** Name lookups. Refused under a done context, recorded, never woken. */
    public static final Family DNS = new Family("dns");
    /** Standard input and the outputs of processes. Refused under a done context, recorded, never woken. */
    public static final Family INPUT = new Family("input");

    public static final Family JDBC = new Family("jdbc");
    /** The contexts of gRPC, linked to ours. */
    public static final Family GRPC = new Family("grpc");
    /** Waits that no natural exception fits: a bare park, {@code Lock.lock()}. Recorded, never woken. */
    public static final Family PARK = new Family("park");
    /** A context for each HTTP request that comes in; the option {@code http} switches it. */
    public static final Family HTTP = new Family("http");
    /** The hand-over of contexts to tasks and threads. */
    public static final Family PROPAGATE = new Family("propagate");

    private final String name;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean off;
    private volatile @Nullable Throwable lastFault;

    private Family(String name) {
        this.name = name;
    }

    /** Every family. */
    public static Family[] all() {
        return new Family[] {
            QUEUE,
            LOCK,
            FUTURE,
            SLEEP,
            WAIT,
            JOIN,
            PROCESS,
            SOCKET,
            DATAGRAM,
            CHANNEL,
            SELECTOR,
            HTTPCLIENT,
            FILELOCK,
            PIPE,
            DNS,
            INPUT,
            JDBC,
            GRPC,
            PARK,
            HTTP,
            PROPAGATE
        };
    }

    /** Its name in the options and in a snapshot. */
    public String id() {
        return name;
    }

    /** Whether it does nothing, by option or by its own faults. */
    public boolean off() {
        return off;
    }

    /** Switches it. */
    public void switchOff(boolean value) {
        off = value;
    }

    /** Faults of the agent's own code in this family; 0 when healthy. */
    public int faults() {
        return faults.get();
    }

    /** The last fault; null when there was none. */
    public @Nullable Throwable lastFault() {
        return lastFault;
    }

    /** As new: a later agent begins with a clean sheet, and this one's exceptions can go. */
    void forget() {
        faults.set(0);
        lastFault = null;
    }

    void fault(Throwable fault) {
        lastFault = fault;
        if (faults.incrementAndGet() >= BUDGET) {
            off = true;
        }
    }
}
