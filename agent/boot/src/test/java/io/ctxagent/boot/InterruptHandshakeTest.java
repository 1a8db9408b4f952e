package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hooks called as the advice calls them, on waits that are not woven here. */
class InterruptHandshakeTest {

    private static final int ROUNDS = 100_000;

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    @Test
    void aDoneContextFailsAtOnceAndLeavesTheUsersInterruptAlone() {
        FakeContext context = new FakeContext();
        context.cancel();
        Current.SLOT.set(context);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Waits.enter(Family.QUEUE, "Queue.take", this))
                .isInstanceOf(ContextInterruptedException.class)
                .hasMessage("context canceled")
                .hasCauseInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutAContextNothingIsRecorded() throws InterruptedException {
        assertThat(Waits.enter(Family.QUEUE, "Queue.take", this)).isFalse();
        assertThat(Parks.park(this)).isNull();
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
    }

    @Test
    void theOutermostCallWins() throws InterruptedException {
        Current.SLOT.set(new FakeContext());
        assertThat(Waits.enter(Family.QUEUE, "Queue.take", this)).isTrue();
        assertThat(Waits.enter(Family.LOCK, "Condition.await", this)).isFalse();
        Parks.park(this);
        assertThat(BlockedCall.of(Thread.currentThread()).call()).isEqualTo("Queue.take");
        Waits.exit(null);
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
    }

    @Test
    void aCallThatDoesNotParkIsNeverRegistered() throws InterruptedException {
        Current.SLOT.set(new FakeContext());
        Waits.enter(Family.QUEUE, "Queue.take", this);
        assertThat(BlockedCall.active()).isEmpty();
        Waits.exit(null);
    }

    @Test
    void aParkOfItsOwnIsShownAsNotCancellable() {
        Current.SLOT.set(new FakeContext());
        Object call = Parks.park(this);
        assertThat(BlockedCall.of(Thread.currentThread()).cancellable()).isFalse();
        Parks.unpark(call);
        assertThat(BlockedCall.active()).isEmpty();
    }

    @Test
    void cancelAgainstReturnLeavesNoStrayInterruptAndLosesNoElement() throws Exception {
        SynchronousQueue<FakeContext> toCancel = new SynchronousQueue<>();
        LinkedBlockingQueue<Integer> elements = new LinkedBlockingQueue<>();
        Thread canceller = daemon(() -> {
            while (true) {
                FakeContext context = toCancel.take();
                for (int spin = ThreadLocalRandom.current().nextInt(200); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                elements.add(1);
                context.cancel();
            }
        });
        int stray = 0;
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            FakeContext context = new FakeContext();
            toCancel.put(context);
            Current.SLOT.set(context);
            Throwable outcome = null;
            try {
                Waits.enter(Family.QUEUE, "Queue.take", elements);
            } catch (InterruptedException failedFast) {
                Current.SLOT.remove();
                continue;
            }
            FakeContext.passPark(this);
            try {
                elements.take();
                taken++;
            } catch (InterruptedException e) {
                outcome = e;
            }
            outcome = Waits.exit(outcome);
            Current.SLOT.remove();
            if (outcome != null) {
                assertThat(outcome).isInstanceOf(ContextInterruptedException.class);
            }
            stray += Thread.interrupted() ? 1 : 0;
        }
        assertThat(stray).as("stray interrupts").isZero();
        // The last element may still be on its way; whatever was not taken is still there.
        canceller.interrupt();
        canceller.join();
        assertThat(taken + elements.size()).isEqualTo(ROUNDS);
    }

    @Test
    void theUsersInterruptSurvivesACancelThatComesWithIt() throws Exception {
        SynchronousQueue<FakeContext> rounds = new SynchronousQueue<>();
        Thread target = Thread.currentThread();
        AtomicInteger sent = new AtomicInteger();
        daemon(() -> {
            while (true) {
                FakeContext context = rounds.take();
                Thread user = daemon(() -> {
                    Interrupts.before(target);
                    target.interrupt();
                    Interrupts.after(target);
                    sent.incrementAndGet();
                });
                context.cancel();
                user.join();
                rounds.put(context);
            }
        });
        int lost = 0;
        for (int round = 0; round < 3_000; round++) {
            FakeContext context = new FakeContext();
            rounds.put(context);
            Current.SLOT.set(context);
            boolean interrupted = false;
            try {
                Waits.enter(Family.QUEUE, "Queue.take", this);
                FakeContext.passPark(this);
                Throwable outcome = null;
                if (Thread.interrupted()) {
                    outcome = new InterruptedException();
                } else {
                    LockSupport.parkNanos(20_000);
                }
                outcome = Waits.exit(outcome);
                interrupted =
                        outcome instanceof InterruptedException && !(outcome instanceof ContextInterruptedException);
            } catch (InterruptedException failedFast) {
                interrupted = false;
            }
            Current.SLOT.remove();
            interrupted |= awaitRound(rounds);
            lost += interrupted ? 0 : 1;
        }
        assertThat(lost).as("lost interrupts").isZero();
        assertThat(sent).hasValue(3_000);
    }

    /** Until both the cancel and the user's interrupt are over; whether an interrupt is pending then. */
    private static boolean awaitRound(SynchronousQueue<FakeContext> rounds) {
        boolean interrupted = false;
        while (true) {
            try {
                rounds.take();
                return interrupted | Thread.interrupted();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Thread daemon(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
