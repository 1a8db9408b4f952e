package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A virtual thread that is deep and on its carrier: nobody but itself can see whether it is where nothing must be thrown. Before
 * JDK 19 there is none whose stack is cut.
 */
@Timeout(30)
class UnseenCallTest {

    private static final int LEVELS = 1_100;

    /** More than are made before a call is left alone; the agent's own thread looks meanwhile, too. */
    private static final int MANY_LOOKS = 10_000;

    private final FakeContext context = new FakeContext();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable BlockedCall call;
    private volatile boolean go;
    private volatile @Nullable Throwable failure;

    @BeforeEach
    void enforce() {
        assumeTrue(Runtime.version().feature() >= 21);
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
    }

    @Test
    void isNotWokenAndIsLeftAloneInTheEnd() throws Exception {
        BlockedCall call = blocked(() -> {
            awaitGo();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        context.cancel();
        while (!call.spared()) {
            call.fireAgain();
            if (Thread.interrupted()) {
                throw new InterruptedException("neither woken nor left alone, or woken");
            }
        }
        goOn();
    }

    @Test
    void isLetOutOfAParkThatItEnteredMeanwhileAndLooksItself() throws Exception {
        CountDownLatch parks = new CountDownLatch(1);
        BlockedCall call = blocked(() -> {
            while (!context.getAsBoolean()) {
                Thread.onSpinWait();
            }
            Object parked = Parks.park(this);
            parks.countDown();
            awaitGo(); // on its carrier, as one that is pinned is in its park
            LockSupport.park(this);
            Parks.unpark(parked);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        context.cancel();
        parks.await();
        for (int look = 0; look < MANY_LOOKS; look++) {
            call.fireAgain();
        }
        goOn();
    }

    private void goOn() throws Exception {
        go = true;
        over.await();
        assertThat(failure).isNull();
    }

    private void awaitGo() {
        while (!go) {
            Thread.onSpinWait();
        }
    }

    /** A thread whose call is registered and parked no more; it runs {@code then}, and what that throws is the failure. */
    private BlockedCall blocked(Runnable then) throws Exception {
        virtual().execute(() -> down(LEVELS, then));
        ready.await();
        BlockedCall registered = call;
        assertThat(registered).isNotNull();
        return registered;
    }

    private void down(int levels, Runnable then) {
        if (levels > 0) {
            down(levels - 1, then);
            return;
        }
        Current.SLOT.set(context);
        try {
            Waits.enter(Family.QUEUE, "Queue.take", this);
            FakeContext.passPark(this);
            call = BlockedCall.of(Thread.currentThread());
            ready.countDown();
            then.run();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            ready.countDown();
            Waits.exit(null);
            over.countDown();
        }
    }

    private static Executor virtual() throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return task -> {
            try {
                start.invoke(null, task);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
