package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is parked is let out of its park and wakes itself; who is not parked is woken by the one who cancels. */
@Timeout(30)
class ParkedCallTest {

    private final FakeContext context = new FakeContext();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable Throwable outcome;
    private volatile boolean stray;

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
    }

    @Test
    void nobodyLooksAtAThreadThatIsParked() throws InterruptedException {
        Thread caller = caller(() -> {
            Object call = Parks.park(this);
            ready.countDown();
            parkUntilDone();
            awaitCancelled();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Parks.unpark(call);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        cancelWhenReady(caller);
        assertThat(looks).hasValue(0);
    }

    @Test
    void oneThatIsInterruptedBetweenItsParksIsLookedAt() throws InterruptedException {
        Thread caller = caller(() -> {
            FakeContext.passPark(this);
            ready.countDown();
            awaitCancelled();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        cancelWhenReady(caller);
        assertThat(looks).hasPositiveValue();
    }

    @Test
    void aThreadThatMustNotBeWokenFindsOutByItself() throws InterruptedException {
        inInitialiser = () -> {
            Object call = Parks.park(this);
            ready.countDown();
            parkUntilDone();
            Parks.unpark(call);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(BlockedCall.of(Thread.currentThread()).spared()).isTrue();
        };
        Thread caller = caller(() -> assertThat(Initialised.NAME).isNotNull());
        ready.await();
        context.cancel();
        caller.join();
        assertThat(outcome).isNull();
        assertThat(stray).isFalse();
    }

    private static @Nullable Runnable inInitialiser;

    /** Runs what it is told to when it is initialised. */
    private static final class Initialised {

        static final Object NAME;

        static {
            inInitialiser.run();
            NAME = "";
        }
    }

    private void parkUntilDone() {
        while (!context.getAsBoolean()) {
            LockSupport.park(this);
        }
    }

    private void cancelWhenReady(Thread caller) throws InterruptedException {
        ready.await();
        context.cancel();
        cancelled.countDown();
        caller.join();
        assertThat(outcome).isInstanceOf(ContextInterruptedException.class);
        assertThat(stray).isFalse();
    }

    /** By spinning: a park would be that of the call. */
    private void awaitCancelled() {
        while (cancelled.getCount() != 0) {
            Thread.onSpinWait();
        }
    }

    /** Starts a thread that is in a call, and counts who looks at its stack. */
    private Thread caller(Runnable waiting) {
        Thread thread =
                new Thread(() -> {
                    Current.SLOT.set(context);
                    try {
                        Waits.enter(Family.QUEUE, "Queue.take", this);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    Throwable thrown = null;
                    try {
                        waiting.run();
                    } catch (Throwable failed) {
                        thrown = failed;
                    }
                    if (thrown == null && Thread.currentThread().isInterrupted()) {
                        thrown = new InterruptedException();
                    }
                    outcome = Waits.exit(thrown);
                    stray = Thread.interrupted();
                }) {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        looks.incrementAndGet();
                        return super.getStackTrace();
                    }
                };
        thread.start();
        return thread;
    }
}
