package io.ctxagent.benchmarks.wakes;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Table;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * From {@code cancel()} to the first instruction after the blocked call, by the wall clock. Each round has a thread and a
 * context of its own; it is cancelled a few milliseconds after the call began, when it is blocked for good. To be run
 * under the agent: without it the first round would not end.
 */
public final class WakeLatency {

    private static final int WARM_UP = 20;
    private static final int BLOCKED_MILLIS = 5;
    private static final int PATIENCE_SECONDS = 10;

    private WakeLatency() {}

    /** @param arguments how many rounds */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        // Its driver tells of each statement that was cancelled.
        System.setProperty("mariadb.logging.disable", "true");
        Table table = new Table("ms from cancel to the caller", "family", "thread", "median", "p99", "most");
        for (Wait wait : Waits.all()) {
            for (String kind :
                    Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform")) {
                measure(wait, kind, WARM_UP);
                double[] millis = measure(wait, kind, rounds);
                table.row(List.of(
                        wait.name(),
                        wait.family(),
                        kind,
                        number(millis[rounds / 2]),
                        number(millis[(int) Math.ceil(rounds * 0.99) - 1]),
                        number(millis[rounds - 1])));
            }
        }
        table.print(System.out);
        System.exit(0);
    }

    private static double[] measure(Wait wait, String kind, int rounds) throws Exception {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            millis[i] = once(wait, kind) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private static long once(Wait wait, String kind) throws Exception {
        CancelScope scope = Context.background().withCancel();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        long[] ended = new long[1];
        start(kind, scope.context().wrap(() -> {
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
        scope.cancel();
        if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(wait.name() + " was not woken on a " + kind + " thread");
        }
        return ended[0] - from;
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
