package io.ctxagent.recorder;

import static io.ctxagent.recorder.Recorders.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.boot.Current;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.Settings;
import io.ctxagent.boot.Waits;
import io.ctxagent.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.Blocked;

class SwallowedCancellationTest {

    private static final Duration GRACE = Duration.ofMillis(200);
    private static final String TAKE = "java.util.concurrent.LinkedBlockingQueue.take";

    private final FakeApi api = new FakeApi();
    private final Recorder recorder = Recorders.startup();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        api.close();
        Settings.enforce = true;
    }

    private void running(boolean virtual, Callable<?> body) throws Exception {
        open.add(virtual ? Blocked.virtuallyIn(body) : Blocked.in(body));
        ready.await();
    }

    /** The calls that the context refuses; a fake one has no exception to throw, so each goes on at once. */
    private static void refused(Object context, int times, Duration over) throws InterruptedException {
        Current.SLOT.set(context);
        long first = 0;
        for (int i = 0; i < times; i++) {
            long due = first + over.toNanos() * i / Math.max(1, times - 1);
            while (i > 0 && System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            if (Waits.enter(Family.QUEUE, TAKE, null)) {
                Waits.exit(null);
            }
            // Whose classes are loaded now: it may have taken long.
            first = i == 0 ? System.nanoTime() : first;
        }
    }

    private Object done() {
        return api.done("withCancel", GRACE.toNanos(), row -> {});
    }

    @ParameterizedTest(name = "enforce {0}, virtual {1}")
    @CsvSource({"true,false", "false,false", "true,true", "false,true"})
    void aLoopThatGoesOnAfterTheCancelIsFlagged(boolean enforce, boolean virtual) throws Exception {
        assumeTrue(!virtual || Runtime.version().feature() >= 21);
        Settings.enforce = enforce;
        Object context = done();
        running(virtual, () -> {
            refused(context, 4, GRACE.plusMillis(20));
            ready.countDown();
            return compute();
        });
        Finding finding = findings(recorder.take(GRACE, false), "CTX203").get(0);
        assertThat(finding.slug()).isEqualTo("swallowed-cancellation");
        assertThat(finding.severity()).isEqualTo("warning");
        assertThat(finding.message()).contains("LinkedBlockingQueue.take", "3 more calls");
        assertThat(finding.site()).startsWith("shop.Blocked.perform(");
    }

    @Test
    void aCallThatCannotBeWokenAfterTheCancelIsFlagged() throws Exception {
        Settings.enforce = false;
        Object context = done();
        running(false, () -> {
            refused(context, 1, Duration.ZERO);
            Waits.enterBlocking(Family.QUEUE, TAKE, null);
            ready.countDown();
            return stay();
        });
        await().atMost(Duration.ofSeconds(20))
                .until(() -> findings(recorder.take(GRACE, false), "CTX203").size() == 1);
    }

    @Test
    void aMonitorThatIsWaitedForAfterTheCancelIsFlagged() throws Exception {
        Object context = done();
        Object monitor = new Object();
        synchronized (monitor) {
            running(false, () -> {
                refused(context, 1, Duration.ZERO);
                ready.countDown();
                synchronized (monitor) {
                    return null;
                }
            });
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> findings(recorder.take(GRACE, false), "CTX203").size() == 1);
        }
    }

    @Test
    void cleanUpThatIsRefusedTwiceIsNotFlagged() throws Exception {
        Object context = done();
        running(false, () -> {
            refused(context, 3, GRACE.multipliedBy(2));
            ready.countDown();
            return compute();
        });
        assertThat(findings(recorder.take(GRACE, false), "CTX203")).isEmpty();
    }

    @Test
    void manyRefusalsWithinTheGraceAreNotFlagged() throws Exception {
        Object context = done();
        running(false, () -> {
            refused(context, 50, Duration.ZERO);
            ready.countDown();
            return compute();
        });
        assertThat(findings(recorder.take(Duration.ofSeconds(1), false), "CTX203"))
                .isEmpty();
    }

    @Test
    void aWorkerThatHasGoneOnToAnotherContextIsNotFlagged() throws Exception {
        Object context = done();
        Object next = api.live("withCancel", row -> {});
        running(false, () -> {
            refused(context, 4, GRACE.plusMillis(20));
            Current.SLOT.set(next);
            ready.countDown();
            return stay();
        });
        assertThat(findings(recorder.take(GRACE, false), "CTX203")).isEmpty();
    }

    @Test
    void aNoteShowsNoContextThatNothingElseLeadsTo() throws Exception {
        Object context = api.done("request", 0, row -> row[Port.NAME] = "GET /gone");
        running(false, () -> {
            refused(context, 1, Duration.ZERO);
            Current.SLOT.remove();
            ready.countDown();
            return stay();
        });
        assertThat(Recorders.context(recorder.take(Duration.ZERO, false), "GET /gone"))
                .isEmpty();
    }

    /** Until the test is over: not blocked. */
    private static Object compute() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        return "done";
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static Object stay() throws InterruptedException {
        while (true) {
            new CountDownLatch(1).await();
        }
    }
}
