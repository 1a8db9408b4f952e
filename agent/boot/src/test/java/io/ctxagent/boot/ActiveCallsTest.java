package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveCallsTest {

    private final CountDownLatch in = new CountDownLatch(1);
    private final CountDownLatch out = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    @Test
    void theCallOfAThreadIsSeenFromOutsideWhileItLasts() throws Exception {
        seenWhileItLasts(new Thread(this::beInACall));
    }

    @Test
    void soIsThatOfAVirtualThread() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        seenWhileItLasts(virtual(this::beInACall));
    }

    @Test
    void soIsThatOfAVirtualThreadThatHasMadeManyCalls() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        Settings.enforce = true;
        seenWhileItLasts(virtual(() -> {
            Current.SLOT.set(new FakeContext());
            for (int i = 0; i < 100; i++) {
                Parks.unpark(Parks.park(null));
            }
            assertThat(ThreadRecord.current().links()).isTrue();
            beInACall();
        }));
    }

    private static Thread virtual(Runnable task) throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, task);
    }

    private void seenWhileItLasts(Thread thread) throws Exception {
        thread.start();
        in.await();
        assertThat(BlockedCall.of(thread)).isNotNull();
        assertThat(BlockedCall.of(thread).call()).isEqualTo("Thread.sleep");
        assertThat(BlockedCall.active()).contains(BlockedCall.of(thread));
        out.countDown();
        left.await();
        assertThat(BlockedCall.of(thread)).isNull();
        assertThat(BlockedCall.active()).extracting(BlockedCall::thread).doesNotContain(thread);
        end.countDown();
        thread.join();
    }

    private void beInACall() {
        try {
            Current.SLOT.set(new FakeContext());
            Waits.enterBlocking(Family.SLEEP, "Thread.sleep", null);
            Current.SLOT.remove();
            in.countDown();
            out.await();
            Waits.exit(null);
            left.countDown();
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aThreadIsNotKeptForHavingBeenInACall() throws Exception {
        WeakReference<Thread> ended = endedThread();
        await().until(() -> {
            System.gc();
            return ended.refersTo(null);
        });
    }

    private static WeakReference<Thread> endedThread() throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                Current.SLOT.set(new FakeContext()); // and leaves it there
                Waits.enterBlocking(Family.SLEEP, "Thread.sleep", Thread.currentThread());
                Waits.exit(null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        thread.join();
        return new WeakReference<>(thread);
    }

    @Test
    void aThreadWhoseThreadLocalsWereErasedIsSeenAllTheSame() throws InterruptedException {
        for (int time = 0; time < 2; time++) {
            Current.SLOT.set(new FakeContext());
            Waits.enterBlocking(Family.SLEEP, "Thread.sleep", null);
            assertThat(BlockedCall.of(Thread.currentThread())).isNotNull();
            Waits.exit(null);
            ThreadRecord.RECORDS.remove();
        }
    }
}
