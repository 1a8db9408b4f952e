package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandingCallTest {

    private static final int ROUNDS = 100_000;
    private static final int MANY = 50;

    private final FakeContext context = new FakeContext();
    private final FakeContext other = new FakeContext();
    private Selector selector;

    @BeforeEach
    void enforce() throws IOException {
        Settings.enforce = true;
        CoarseClock.stop(); // so that they ask for the time
        selector = Selector.open();
    }

    @AfterEach
    void clear() throws IOException {
        if (!ThreadRecord.current().free()) {
            Waits.end(ThreadRecord.current(), null);
        }
        Settings.enforce = false;
        Current.SLOT.remove();
        selector.close();
    }

    private ThreadRecord begin(FakeContext under) {
        Current.SLOT.set(under);
        assertThat(Selects.enter(selector, -1)).isEqualTo(Selects.ENTERED);
        return ThreadRecord.current();
    }

    @Test
    void aCallThatNobodyLooksAtIsNoObject() {
        ThreadRecord record = begin(context);
        assertThat(record.stands).isTrue();
        assertThat(record.registered()).isNull();
        assertThat(Waits.end(record, null)).isNull();
        assertThat(record.stands).isFalse();
        assertThat(record.registered()).isNull();
        assertThat(record.family()).isNull();
    }

    @Test
    void soThoseAfterTheFirstUnderAContextMakeNothing() {
        ThreadRecord record = begin(context);
        Waits.end(record, null);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        for (int call = 0; call < 1_000; call++) {
            Selects.enter(selector, -1);
            Waits.end(record, null);
        }
        assertThat(threads.getThreadAllocatedBytes(id) - bytes).isLessThan(1_000);
    }

    @Test
    void whoLooksSeesItAsOneObjectUntilItEnds() {
        long before = System.nanoTime();
        ThreadRecord record = begin(context);
        BlockedCall seen = BlockedCall.of(Thread.currentThread());
        assertThat(seen).isInstanceOf(SelectCall.class);
        assertThat(seen.thread()).isSameAs(Thread.currentThread());
        assertThat(seen.context()).isSameAs(context);
        assertThat(seen.family()).isEqualTo("selector");
        assertThat(seen.call()).isEqualTo("java.nio.channels.Selector.select");
        assertThat(seen.target()).isEqualTo("0 keys");
        assertThat(seen.startNanos()).isBetween(before, System.nanoTime());
        assertThat(BlockedCall.of(Thread.currentThread())).isSameAs(seen);
        assertThat(BlockedCall.active()).contains(seen);
        Waits.end(record, null);
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
        assertThat(BlockedCall.active()).isEmpty();
    }

    @Test
    void aCancelWakesItWhetherSomebodyHasLookedOrNot() throws Exception {
        for (boolean looked : new boolean[] {false, true}) {
            FakeContext cancelled = new FakeContext();
            ThreadRecord record = begin(cancelled);
            if (looked) {
                assertThat(BlockedCall.of(Thread.currentThread())).isNotNull();
            }
            Thread canceller = new Thread(cancelled::cancel);
            canceller.start();
            selector.select();
            canceller.join();
            assertThat(BlockedCall.of(Thread.currentThread()).woken()).isTrue();
            Waits.end(record, null);
            assertThat(BlockedCall.of(Thread.currentThread())).isNull();
            Current.SLOT.set(null);
        }
    }

    @Test
    void aCancelBeforeTheSecondCallUnderAContextIsNotMissed() {
        ThreadRecord record = begin(context);
        Waits.end(record, null);
        Runnable link = context.waker();
        context.cancel(); // finds no call
        assertThat(link).isInstanceOf(ContextLink.class);
        StandingCalls.block(record, Family.SELECTOR, context, "Selector.select", selector);
        assertThat(record.see().woken()).isTrue();
        Waits.end(record, null);
    }

    /** What the thread writes last before its call is not everywhere at once: so who finds nothing looks again. */
    @Test
    void aCallThatWasNotToBeSeenAtTheCancelIsWokenSoonAfter() {
        ThreadRecord record = begin(context);
        Waits.end(record, null);
        ContextLink link = (ContextLink) context.waker();
        context.cancel(); // finds no call
        assertThat(link.fireAgain()).isTrue();
        standUnasked(record, context);
        assertThat(link.fireAgain()).isFalse();
        assertThat(record.see().woken()).isTrue();
        Waits.end(record, null);
    }

    @Test
    void nobodyLooksForEverAtAThreadThatIsInNoCall() {
        Waits.end(begin(context), null);
        ContextLink link = (ContextLink) context.waker();
        context.cancel();
        assertThat(link.fireAgain()).isTrue();
        assertThat(link.fireAgain()).isTrue();
        assertThat(link.fireAgain()).isFalse();
    }

    @Test
    void whoCancelsHasItLookedAtAgain() {
        await().until(() -> {
            FakeContext cancelled = new FakeContext();
            ThreadRecord record = begin(cancelled);
            Waits.end(record, null);
            Thread canceller = new Thread(cancelled::cancel);
            canceller.start();
            canceller.join();
            standUnasked(record, cancelled); // in time for the last look but on a machine that is very busy
            long from = System.nanoTime();
            while (!record.see().woken() && System.nanoTime() - from < 100_000_000) {
                Thread.onSpinWait();
            }
            boolean woken = record.see().woken();
            Waits.end(record, null);
            return woken;
        });
    }

    /** As a thread does whose look at the context came too early. */
    private void standUnasked(ThreadRecord record, FakeContext under) {
        record.note(Family.SELECTOR, under, "java.nio.channels.Selector.select", selector);
        record.stand();
    }

    @Test
    void aParkIsNoObjectUntilSomebodyLooks() {
        Current.SLOT.set(context);
        ThreadRecord record = ThreadRecord.current();
        Object first = Parks.park(null);
        assertThat(record.registered()).isNull();
        Parks.unpark(first);
        Object second = Parks.park(this);
        BlockedCall seen = BlockedCall.of(Thread.currentThread());
        assertThat(seen).isInstanceOf(RecordedCall.class);
        assertThat(seen.call()).isEqualTo("java.util.concurrent.locks.LockSupport.park");
        assertThat(seen.family()).isEqualTo("park");
        assertThat(seen.cancellable()).isFalse();
        context.cancel();
        assertThat(seen.woken()).isFalse();
        Parks.unpark(second);
        assertThat(record.free()).isTrue();
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
        assertThat(BlockedCall.active()).isEmpty();
    }

    @Test
    void theLastContextOfAThreadGoesWithIt() {
        Current.SLOT.set(context);
        ThreadRecord record = ThreadRecord.current();
        Waits.end(begin(context), null);
        Current.SLOT.set(null);
        assertThat(record.context).isNull();
        begin(context);
        Current.SLOT.set(other);
        Waits.end(record, null);
        assertThat(record.context).isNull();
    }

    @Test
    void aWakerThatComesLateWakesNoCallUnderAnotherContext() {
        ThreadRecord record = begin(context);
        Waits.end(record, null);
        Runnable late = context.waker();
        context.cancel();
        begin(other);
        late.run();
        assertThat(BlockedCall.of(Thread.currentThread()).woken()).isFalse();
        Waits.end(record, null);
    }

    @Test
    void aWakerThatComesLateFindsThatItsCallHasEnded() {
        ThreadRecord record = begin(context);
        BlockedCall first = BlockedCall.of(Thread.currentThread());
        Waits.end(record, null);
        context.cancel();
        first.run();
        assertThat(first.woken()).isFalse();
    }

    @Test
    void nothingStandsWithAContextThatTheThreadHasLeft() {
        ThreadRecord record = begin(context);
        Waits.end(record, null);
        assertThat(context.waker()).isNotNull();
        begin(context);
        Waits.end(record, null);
        assertThat(context.waker()).isNotNull();
        Current.SLOT.set(other);
        assertThat(context.waker()).isNull();
        begin(other);
        Waits.end(record, null);
        Threads.ending();
        assertThat(other.waker()).isNull();
        assertThat(record.link).isNull();
    }

    @Test
    void aCallKeepsItsWakerWhileItsThreadRunsSomethingUnderAnotherContext() {
        ThreadRecord record = begin(context);
        Current.SLOT.set(other);
        context.cancel();
        Current.SLOT.set(context);
        assertThat(BlockedCall.of(Thread.currentThread()).woken()).isTrue();
        Waits.end(record, null);
    }

    @Test
    void aFaultLeavesNoCallBehind() {
        context.broken = true;
        Current.SLOT.set(context);
        assertThat(Selects.enter(selector, -1)).isEqualTo(Selects.RUN);
        assertThat(BlockedCall.active()).isEmpty();
        assertThat(ThreadRecord.current().family()).isNull();
        assertThat(ThreadRecord.current().stands).isFalse();
        Family.SELECTOR.forget();
    }

    @Test
    void oneCancelWakesTheCallsOfManyThreads() throws Exception {
        List<Thread> callers = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(MANY);
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < MANY; i++) {
            Thread caller = new Thread(() -> {
                Current.SLOT.set(context);
                ThreadRecord record = ThreadRecord.current();
                StandingCalls.block(record, Family.SOCKET, context, "read", null);
                begun.countDown();
                awaitEnd(over);
                Waits.end(record, null);
            });
            caller.start();
            callers.add(caller);
        }
        begun.await();
        context.cancel();
        await().until(() ->
                callers.stream().allMatch(caller -> BlockedCall.of(caller).woken()));
        over.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(BlockedCall.active()).isEmpty();
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsSeenIsOneCallAndNotPartsOfTwo() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger torn = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            Current.SLOT.set(context);
            ThreadRecord record = ThreadRecord.current();
            for (int round = 0; round < ROUNDS || seen.get() < 1_000; round++) {
                StandingCalls.block(record, Family.SOCKET, context, "call " + round, round);
                // One that ends at once is seldom claimed before.
                for (long from = System.nanoTime(); round % 8 == 0 && System.nanoTime() - from < 50_000; ) {
                    Thread.onSpinWait();
                }
                Waits.end(record, null);
            }
            ended.countDown();
        });
        caller.start();
        while (ended.getCount() > 0) {
            BlockedCall call = BlockedCall.of(caller);
            if (call != null) {
                seen.incrementAndGet();
                if (!call.call().equals("call " + call.target) || call.context() != context) {
                    torn.incrementAndGet();
                }
            }
        }
        caller.join();
        assertThat(torn).hasValue(0);
        await().until(() -> BlockedCall.of(caller) == null);
    }
}
