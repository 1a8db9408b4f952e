package io.ctxagent.benchmarks.crowd;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * So many contexts below one, so many virtual threads that wait, the first half of them under a context each; and a heart, a thread
 * that wants to run each millisecond and keeps by how much it was late at worst. Any byte on standard input prints {@code LATE-MICROS
 * COLLECTIONS COLLECTING-MILLIS} and lets the heart begin anew; {@code a} allocates first until something has been collected. Ends when
 * its standard input does.
 */
public final class CrowdedService {

    /** The name of the thread that beats. */
    static final String HEART = "heart";

    private static final long BEAT_NANOS = 1_000_000;
    private static final int BATCH = 100;

    /** Reachable, because a scope that is collected loses its context. */
    private static final List<CancelScope> CROWD = new ArrayList<>();

    private static volatile long latestNanos;
    private static volatile byte[] garbage = {};

    private CrowdedService() {}

    /** @param args how many contexts, how many virtual threads, and {@code leaked} where threads make the contexts that have ended */
    public static void main(String[] args) throws Exception {
        int contexts = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[1]);
        CancelScope server = Context.background().withCancel().named("server");
        CROWD.add(server);
        boolean leaked = args[2].equals("leaked");
        for (int made = 0; made < contexts; made += BATCH) {
            int from = made;
            Runnable derives = () -> derive(server.context(), from, Math.min(contexts, from + BATCH), threads / 2);
            if (leaked) {
                Thread maker = new Thread(derives, "maker");
                maker.start();
                maker.join();
            } else {
                derives.run();
            }
        }
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(threads);
        Runnable waits = () -> await(started, never);
        for (int i = 0; i < threads; i++) {
            CancelScope scope = i < threads / 2 && i < contexts ? CROWD.get(i + 1) : null;
            startVirtual(scope == null ? waits : () -> scope.run(waits));
        }
        started.await();
        Thread heart = new Thread(CrowdedService::beat, HEART);
        heart.setDaemon(true);
        heart.start();
        report();
        for (int command = System.in.read(); command >= 0; command = System.in.read()) {
            if (command == 'a') {
                allocate();
            }
            report();
        }
    }

    private static void derive(Context parent, int from, int to, int withTimeout) {
        for (int i = from; i < to; i++) {
            CROWD.add(i < withTimeout ? parent.withTimeout(Duration.ofHours(1)) : parent.withCancel());
        }
    }

    private static void report() {
        long late = latestNanos / 1_000;
        latestNanos = 0;
        System.out.println(late + " " + sum(GarbageCollectorMXBean::getCollectionCount) + " "
                + sum(GarbageCollectorMXBean::getCollectionTime));
    }

    private static void allocate() {
        long before = sum(GarbageCollectorMXBean::getCollectionCount);
        while (sum(GarbageCollectorMXBean::getCollectionCount) == before) {
            garbage = new byte[16 << 10];
        }
    }

    private static long sum(ToLongFunction<GarbageCollectorMXBean> of) {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += of.applyAsLong(collector);
        }
        return sum;
    }

    /** By reflection, because this is compiled for 17. */
    private static void startVirtual(Runnable task) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static void await(CountDownLatch started, CountDownLatch never) {
        started.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void beat() {
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            latestNanos = Math.max(latestNanos, now - last - BEAT_NANOS);
            last = now;
        }
    }
}
