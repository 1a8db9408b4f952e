package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after requests that last: is the client still there, and does it send what it has begun to send? One daemon thread,
 * started with the first request; it sleeps while there is none.
 */
final class RequestWatch implements Runnable {

    private static final long LOOK_NANOS = 50_000_000;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private static volatile @Nullable Thread thread;
    private static volatile boolean asleep;

    private RequestWatch() {}

    /** There is something to look after, or the agent leaves. */
    static void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        } else if (!STARTED.get() && RequestSupport.instance != null && STARTED.compareAndSet(false, true)) {
            Thread started = new AgentThread(new RequestWatch(), "ctx-agent-requests");
            thread = started;
            started.start();
        }
    }

    /** There is something to be done that does not wait for the next look. */
    static void wakeNow() {
        wake();
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        long looked = System.nanoTime();
        while (true) {
            if (RequestSupport.instance == null) {
                thread = null;
                STARTED.set(false);
                return;
            }
            if (nothing()) {
                asleep = true;
                // Again, for one that came before we were seen asleep.
                if (nothing() && RequestSupport.instance != null) {
                    LockSupport.park(this);
                }
                asleep = false;
                looked = System.nanoTime();
            } else {
                LockSupport.parkNanos(this, LOOK_NANOS - (System.nanoTime() - looked));
                cancelReset();
                // A request that is seen in two looks has lasted, however often the thread is woken.
                if (System.nanoTime() - looked >= LOOK_NANOS) {
                    look();
                    looked = System.nanoTime();
                }
            }
            // An interrupt would make the next park return at once, for ever.
            Thread.interrupted();
        }
    }

    private static boolean nothing() {
        return Requests.OPEN.isEmpty() && RequestReads.nothing() && RequestStreams.nothing();
    }

    private static void cancelReset() {
        try {
            RequestStreams.cancelReset();
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    private static void look() {
        try {
            RequestReads.look(System.nanoTime());
            if (HangUps.available()) {
                for (IncomingRequest request : Requests.OPEN.all()) {
                    // One that comes and goes between two looks is over before anybody could tell.
                    if (request.seen) {
                        look(request);
                    }
                    request.seen = true;
                }
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    private static void look(IncomingRequest request) throws Throwable {
        if (request.channel != null && !request.done() && HangUps.on(request.channel)) {
            request.clientGone();
        }
    }
}
