package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands in for the waits of a queue, called as the woven queue calls it. */
@Timeout(30)
class QueueWaitsTest {

    private static final String CALL = "java.util.concurrent.ArrayBlockingQueue.take";

    private final ReentrantLock lock = new ReentrantLock();

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
        Thread.interrupted();
    }

    @Test
    void aFreeLockIsTakenAndAHeldOneOnceMore() throws InterruptedException {
        QueueWaits.lock(lock, this, CALL);
        QueueWaits.lock(lock, this, CALL);
        assertThat(lock.getHoldCount()).isEqualTo(2);
        lock.unlock();
        lock.unlock();
    }

    @Test
    void whoIsInterruptedThrowsAndIsInterruptedNoMore() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> QueueWaits.lock(lock, this, CALL)).isExactlyInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void whoWaitsForAFairLockIsNotOvertaken() throws InterruptedException {
        ReentrantLock fair = new ReentrantLock(true);
        List<String> order = new CopyOnWriteArrayList<>();
        fair.lock();
        Thread first = new Thread(() -> {
            fair.lock();
            order.add("who waited");
            fair.unlock();
        });
        first.start();
        while (!fair.hasQueuedThread(first)) {
            Thread.onSpinWait();
        }
        fair.unlock();
        QueueWaits.lock(fair, this, CALL);
        order.add("who came");
        fair.unlock();
        first.join();
        assertThat(order).containsExactly("who waited", "who came");
    }

    @Test
    void aCallThatFindsWhatItWantsLeavesNoRecord() throws InterruptedException {
        Current.SLOT.set(new FakeContext());
        assertThat(QueueWaits.begin(CALL, this)).isNull();
        QueueWaits.lock(lock, this, CALL);
        assertThat(ThreadRecord.current().free()).isTrue();
        lock.unlock();
    }

    @Test
    void aDoneContextFailsAtOnceAndTakesNoLock() {
        FakeContext context = new FakeContext();
        context.cancel();
        Current.SLOT.set(context);
        assertThatThrownBy(() -> QueueWaits.begin(CALL, this)).isInstanceOf(ContextInterruptedException.class);
        assertThat(ThreadRecord.current().free()).isTrue();
    }

    @Test
    void aWaitForTheConditionIsTheQueues() throws InterruptedException {
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        Condition never = new Parks(lock, context);
        lock.lock();
        assertThatThrownBy(() -> QueueWaits.await(never, this, CALL)).isInstanceOf(ContextInterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(BlockedCall.active()).isEmpty();
        lock.unlock();
    }

    @Test
    void whatIsLeftOfTheTimeIsHandedOn() throws InterruptedException {
        Current.SLOT.set(new FakeContext());
        Condition never = lock.newCondition();
        lock.lock();
        assertThat(QueueWaits.awaitNanos(never, 1, this, CALL)).isLessThanOrEqualTo(0);
        assertThat(ThreadRecord.current().free()).isTrue();
        lock.unlock();
    }

    /** A condition whose context is cancelled while it is waited for; registers, as the hook in the park does. */
    private static final class Parks implements Condition {

        private final Condition inner;
        private final FakeContext context;

        Parks(ReentrantLock lock, FakeContext context) {
            this.inner = lock.newCondition();
            this.context = context;
        }

        @Override
        public void await() throws InterruptedException {
            FakeContext.passPark(this);
            assertThat(BlockedCall.of(Thread.currentThread()).call()).isEqualTo(CALL);
            context.cancel();
            inner.await();
        }

        @Override
        public void awaitUninterruptibly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long awaitNanos(long nanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean await(long time, java.util.concurrent.TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitUntil(java.util.Date deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void signal() {
            inner.signal();
        }

        @Override
        public void signalAll() {
            inner.signalAll();
        }
    }
}
