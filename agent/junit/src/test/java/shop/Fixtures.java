package shop;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The leaks. */
final class Fixtures {

    private static final List<Object> KEPT = new CopyOnWriteArrayList<>();

    private Fixtures() {}

    static void forgetAContext() {
        KEPT.add(Context.current().withCancel().named("forgotten"));
    }

    /** Not below the test: what the test has to do with it is that it made it. */
    static void forgetAContextOfTheBackground() {
        KEPT.add(Context.background().withCancel().named("forgotten elsewhere"));
    }

    static void deriveAndClose() {
        try (CancelScope scope = Context.current().withCancel()) {
            scope.run(() -> {});
        }
    }

    /** It would wait for ever; a cancel of its test's context would end it. */
    static void leaveAThread() {
        CountDownLatch never = new CountDownLatch(1);
        LeftThread.start("left behind", () -> waitFor(never));
    }

    static void leaveAPool() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        KEPT.add(pool);
        pool.submit(() -> {}).get();
    }

    /** Ends by itself a moment after its test, at the latest when the whole of the grace is over. */
    static void leaveAThreadThatEnds() {
        Thread last = Thread.currentThread();
        Thread thread = new Thread(
                () -> {
                    while (last.getStackTrace().length > 0
                            && java.util.Arrays.stream(last.getStackTrace())
                                    .anyMatch(frame -> frame.getMethodName().equals("aThreadThatEndsInTime"))) {
                        Thread.onSpinWait();
                    }
                },
                "ends in time");
        thread.start();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
