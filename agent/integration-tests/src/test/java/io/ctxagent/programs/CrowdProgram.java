package io.ctxagent.programs;

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
 * A crowd: so many contexts below one, so many virtual threads that wait, the first half of them under a context each. Beside them
 * beats a heart: a thread that wants to run each millisecond and keeps by how much it was late at worst. On standard input, any
 * byte prints that as {@code LATE microseconds} and begins anew, {@code COLLECTIONS} and how many there have been of this JVM's
 * memory, and {@code COLLECTING} and how many milliseconds they took; {@code g} has it collected first, {@code a} allocates until it
 * is. Ends when its standard input does.
 */
public final class CrowdProgram {

    private static final long BEAT_NANOS = 1_000_000;

    /** Reachable, because a scope that is collected loses its context. */
    private static final List<CancelScope> CROWD = new ArrayList<>();

    private static volatile long latestNanos;
    private static volatile byte[] garbage = {};

    private CrowdProgram() {}

    public static void main(String[] args) throws Exception {
        int contexts = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[1]);
        CancelScope server = Context.background().withCancel().named("server");
        CROWD.add(server);
        for (int i = 0; i < contexts; i++) {
            Context parent = server.context();
            CROWD.add(i < threads / 2 ? parent.withTimeout(Duration.ofHours(1)) : parent.withCancel());
        }
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Runnable waits = () -> await(started, never);
            boolean under = i < threads / 2 && i < contexts;
            CancelScope scope = under ? CROWD.get(i + 1) : null;
            startVirtual(scope == null ? waits : () -> scope.run(waits));
        }
        started.await();
        Thread heart = new Thread(CrowdProgram::beat, "heart");
        heart.setDaemon(true);
        heart.setPriority(Thread.MAX_PRIORITY);
        heart.start();
        System.out.println("READY");
        for (int command = System.in.read(); command >= 0; command = System.in.read()) {
            if (command == 'g') {
                System.gc();
            } else if (command == 'a') {
                allocate();
            }
            System.out.println("LATE " + latestNanos / 1_000);
            latestNanos = 0;
            System.out.println("COLLECTIONS " + sum(GarbageCollectorMXBean::getCollectionCount));
            System.out.println("COLLECTING " + sum(GarbageCollectorMXBean::getCollectionTime));
        }
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
            System.out.println("INTERRUPTED");
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
