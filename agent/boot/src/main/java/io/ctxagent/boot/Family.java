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

    /** The number of none. */
    static final int NONE = 0;

    private static final @Nullable Family[] NUMBERED = new Family[32];

    public static final Family QUEUE = new Family(1, "queue");
    public static final Family LOCK = new Family(2, "lock");
    public static final Family FUTURE = new Family(3, "future");
    public static final Family SLEEP = new Family(4, "sleep");
    public static final Family WAIT = new Family(5, "wait");
    public static final Family JOIN = new Family(6, "join");
    public static final Family PROCESS = new Family(7, "process");
    public static final Family SOCKET = new Family(8, "socket");
    public static final Family DATAGRAM = new Family(9, "datagram");
    public static final Family CHANNEL = new Family(10, "channel");
    public static final Family SELECTOR = new Family(11, "selector");
    public static final Family FILELOCK = new Family(12, "filelock");
    public static final Family PIPE = new Family(13, "pipe");
    public static final Family HTTPCLIENT = new Family(14, "httpclient");
    /** Name lookups. Refused under a done context, recorded, never woken. */
    public static final Family DNS = new Family(15, "dns");
    /** Standard input and the outputs of processes. Refused under a done context, recorded, never woken. */
    public static final Family INPUT = new Family(16, "input");

    public static final Family JDBC = new Family(17, "jdbc");
    /** The contexts of gRPC, linked to ours. */
    public static final Family GRPC = new Family(18, "grpc");
    /** Waits that no natural exception fits: a bare park, {@code Lock.lock()}. Recorded, never woken. */
    public static final Family PARK = new Family(19, "park");
    /** A context for each HTTP request that comes in; the option {@code http} switches it. */
    public static final Family HTTP = new Family(20, "http");
    /** The hand-over of contexts to tasks and threads. */
    public static final Family PROPAGATE = new Family(21, "propagate");

    /** Above {@link #NONE}. */
    final int number;

    private final String name;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean off;
    private volatile @Nullable Throwable lastFault;

    private Family(int number, String name) {
        this.number = number;
        this.name = name;
        NUMBERED[number] = this;
    }

    /** The one with that {@link #number}; null for {@link #NONE}. */
    static @Nullable Family numbered(int number) {
        return NUMBERED[number];
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
