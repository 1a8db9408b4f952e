package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long LONG_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ReentrantLock turn = new ReentrantLock();
    private final CountDownLatch end = new CountDownLatch(1);

    /** Somebody else has the turn until {@link #end}. */
    private void taken() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            turn.lock();
            held.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                turn.unlock();
            }
        });
        other.setDaemon(true);
        other.start();
        held.await();
    }

    private <T> FutureTask<T> waits(Callable<T> call) {
        FutureTask<T> waiting = new FutureTask<>(call);
        Thread thread = new Thread(waiting);
        thread.setDaemon(true);
        thread.start();
        while (!turn.hasQueuedThread(thread)) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void aFreeOneIsTakenOnce() throws Exception {
        Turns.lock(turn);
        assertThat(turn.getHoldCount()).isEqualTo(1);
        turn.unlock();
        assertThat(Turns.tryLock(turn, 2, TimeUnit.SECONDS)).isEqualTo(2_000_000_000L);
        assertThat(turn.getHoldCount()).isEqualTo(1);
        Tls.lock(turn, null, "a call");
        assertThat(turn.getHoldCount()).isEqualTo(2);
    }

    @Test
    void whatTheWaitForItTookIsOffTheTime() throws Exception {
        taken();
        FutureTask<Long> left = waits(() -> {
            long nanos = Turns.tryLock(turn, LONG_MILLIS, TimeUnit.MILLISECONDS);
            return turn.isHeldByCurrentThread() ? nanos : -1;
        });
        end.countDown();
        assertThat(left.get()).isPositive().isLessThan(TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS));
    }

    @Test
    void whenTheTimeIsOverItIsNotHeld() throws Exception {
        taken();
        assertThat(Turns.tryLock(turn, 1, TimeUnit.MILLISECONDS)).isNotPositive();
        assertThat(turn.isHeldByCurrentThread()).isFalse();
        end.countDown();
    }

    @Test
    void anInterruptIsKeptForAfterIt() throws Exception {
        taken();
        FutureTask<Boolean> untimed = waits(() -> {
            Thread.currentThread().interrupt();
            Turns.lock(turn);
            return heldAndInterrupted();
        });
        FutureTask<Boolean> timed = waits(() -> {
            Thread.currentThread().interrupt();
            Turns.tryLock(turn, LONG_MILLIS, TimeUnit.MILLISECONDS);
            return heldAndInterrupted();
        });
        end.countDown();
        assertThat(untimed.get()).isTrue();
        assertThat(timed.get()).isTrue();
    }

    private boolean heldAndInterrupted() {
        boolean held = turn.isHeldByCurrentThread();
        turn.unlock();
        return held && Thread.interrupted();
    }
}
