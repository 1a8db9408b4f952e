package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No hook sees the end of the threads here, as after a detach or on a JDK whose {@code Thread.exit} is another one. */
class ContextLinkTest {

    private static final int THREADS = 1_000;

    private final FakeContext longLived = new FakeContext();
    private final FakeContext other = new FakeContext();
    private Selector selector;

    @BeforeEach
    void enforce() throws IOException {
        Settings.enforce = true;
        selector = Selector.open();
    }

    @AfterEach
    void clear() throws IOException {
        Settings.enforce = false;
        Current.SLOT.remove();
        selector.close();
    }

    @Test
    void aContextThatLivesOnKeepsNoThreadThatHasEnded() throws Exception {
        List<WeakReference<Thread>> ended = callInThreads(longLived);
        assertThat(longLived.wakers()).isPositive();
        await().until(() -> {
            System.gc();
            return ended.stream().allMatch(thread -> thread.get() == null);
        });
    }

    @Test
    void theNextLinkTakesAwayThoseOfThreadsThatHaveEnded() throws Exception {
        callInThreads(longLived);
        await().until(() -> {
            System.gc();
            call(other);
            call(longLived);
            return longLived.wakers() == 1;
        });
    }

    @Test
    void aCrowdOfVirtualThreadsLeavesNothingWithTheContext() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        for (int i = 0; i < THREADS; i++) {
            virtually(() -> call(longLived));
        }
        assertThat(longLived.wakers()).isZero();
    }

    @Test
    void aVirtualThreadThatMakesManyCallsIsTiedOnceAndTheNextLinkTakesThatAway() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        virtually(() -> {
            for (int i = 0; i < 100; i++) {
                call(longLived);
                assertThat(longLived.wakers()).isEqualTo(i < 7 ? 0 : 1);
            }
        });
        await().until(() -> {
            System.gc();
            call(other);
            call(longLived);
            return longLived.wakers() == 1;
        });
    }

    private static void virtually(Runnable calls) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = (Thread) Thread.class
                .getMethod("startVirtualThread", Runnable.class)
                .invoke(null, (Runnable) () -> {
                    try {
                        calls.run();
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
        thread.join();
        assertThat(failure).hasValue(null);
    }

    @Test
    void whatIsLeftOfThemHoldsNoContextOnceTheAgentHasGone() throws Exception {
        WeakReference<FakeContext> dropped = new WeakReference<>(contextWhoseThreadsAreGone());
        ContextLink.forgetEnded();
        await().until(() -> {
            System.gc();
            return dropped.get() == null;
        });
    }

    private FakeContext contextWhoseThreadsAreGone() throws InterruptedException {
        FakeContext context = new FakeContext();
        List<WeakReference<Thread>> ended = callInThreads(context);
        await().until(() -> {
            System.gc();
            return ended.stream().allMatch(thread -> thread.get() == null);
        });
        return context;
    }

    /** Threads that end without having left the context. */
    private List<WeakReference<Thread>> callInThreads(FakeContext under) throws InterruptedException {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> call(under));
            thread.start();
            thread.join();
            threads.add(new WeakReference<>(thread));
        }
        return threads;
    }

    private void call(FakeContext under) {
        Current.SLOT.set(under);
        assertThat(Selects.enter(selector, -1)).isEqualTo(Selects.ENTERED);
        Waits.end(ThreadRecord.current(), null);
    }
}
