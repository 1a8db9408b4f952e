package io.ctxagent.benchmarks.wakes;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Blocks in a call and ends it, again and again, each time on a thread of its own; the call is ended a few milliseconds after it
 * began, when it is blocked for good.
 */
final class Rounds {

    private static final int WARM_UP = 20;
    private static final int BLOCKED_MILLIS = 5;
    private static final int MOST_TRIES = 10;

    private final Wait wait;
    private final String kind;
    private final Supplier<Ending> endings;

    /** How one call is ended. */
    interface Ending {
        /** What its thread runs, given what makes the call. */
        Runnable around(Runnable call);

        /** May be called again, when the call is not over. */
        void end() throws Exception;
    }

    /** @param kind of the thread, {@code platform} or {@code virtual} */
    Rounds(Wait wait, String kind, Supplier<Ending> endings) {
        this.wait = wait;
        this.kind = kind;
        this.endings = endings;
    }

    /** From the start of {@link Ending#end} to the first instruction after the call, least first, after rounds to warm up. */
    double[] millis(int rounds) throws Exception {
        measure(WARM_UP);
        return measure(rounds);
    }

    private double[] measure(int rounds) throws Exception {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            millis[i] = once(endings.get()) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private long once(Ending ending) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        long[] ended = new long[1];
        start(kind, ending.around(() -> {
            begun.countDown();
            try {
                wait.call().call();
            } catch (Exception e) {
                // How it ends is the tests' business.
            }
            ended[0] = System.nanoTime();
            over.countDown();
        }));
        begun.await();
        TimeUnit.MILLISECONDS.sleep(BLOCKED_MILLIS);
        if (over.getCount() == 0) {
            throw new IllegalStateException(wait.name() + " did not block on a " + kind + " thread");
        }
        long from = System.nanoTime();
        // A cancel by hand that comes before its statement has begun is lost on H2: in the first round of a JVM.
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ending.end();
            if (over.await(1, TimeUnit.SECONDS)) {
                return ended[0] - from;
            }
        }
        throw new IllegalStateException(wait.name() + " was not woken on a " + kind + " thread");
    }

    static void start(String kind, Runnable task) throws ReflectiveOperationException {
        if (kind.equals("virtual")) {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } else {
            Thread thread = new Thread(task, "waits");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
