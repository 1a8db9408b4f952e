package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose an interrupt was, in orders of events that the stress runs hit now and then. */
@Timeout(30)
class InterruptOwnerTest {

    private final long grace = Settings.graceNanos;

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Settings.graceNanos = grace;
        Current.SLOT.remove();
        JdbcSupport.instance = null;
    }

    @Test
    void anInterruptThatTheWaitSwallowedBeforeItParkedIsStillTheUsers() throws InterruptedException {
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        Waits.enter(Family.QUEUE, "Queue.put", this);
        interruptByUser(Thread.currentThread());
        // As Condition.await does between its first look and its park; the lock that it needs next is taken.
        assertThat(Thread.interrupted()).isTrue();
        FakeContext.passPark(this);
        context.cancel();
        Throwable outcome = Waits.exit(new InterruptedException());
        boolean kept = Thread.interrupted();
        assertThat(outcome).isInstanceOf(ContextInterruptedException.class);
        assertThat(kept).as("the user's interrupt is pending").isTrue();
    }

    @Test
    void oneThatCameBeforeAPoolInterruptsItsOwnThreadIsStillTheUsers() throws Exception {
        assertThat(isInterruptedAfterGetConnection(true)).isTrue();
    }

    @Test
    void thatOfAPoolWhichAnswersOursIsTakenBack() throws Exception {
        assertThat(isInterruptedAfterGetConnection(false)).isFalse();
    }

    /** Of a pool that is woken in its queue, and by the user too or not. */
    private boolean isInterruptedAfterGetConnection(boolean user) throws Exception {
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        JdbcSupport.instance = new JdbcSupportTest.Driver(null);
        ConnectionSources.enter("getConnection", null);
        Waits.enter(Family.QUEUE, "Queue.poll", this);
        FakeContext.passPark(this);
        if (user) {
            interruptByUser(Thread.currentThread());
        }
        context.cancel();
        Throwable thrown = Waits.exit(new InterruptedException());
        assertThat(thrown).isInstanceOf(ContextInterruptedException.class);
        Thread.currentThread().interrupt();
        ConnectionSources.exit(new IllegalStateException(thrown));
        return Thread.interrupted();
    }

    private static void interruptByUser(Thread target) {
        Thread user = new Thread(() -> {
            Interrupts.before(target);
            target.interrupt();
            Interrupts.after(target);
        });
        user.start();
        while (user.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anInterruptThatEndedTheCallBeforeIsNotGivenBackByAPool() throws Exception {
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        JdbcSupport.instance = new JdbcSupportTest.Driver(null);
        Thread user = interruptByUserWhoIsSlow(Thread.currentThread());
        // This is the call before, which throws it to the user.
        assertThat(Thread.interrupted()).isTrue();
        ConnectionSources.enter("getConnection", null);
        context.cancel();
        assertThatThrownBy(() -> Waits.enter(Family.QUEUE, "Queue.poll", this))
                .isInstanceOf(ContextInterruptedException.class);
        Thread.currentThread().interrupt();
        while (user.isAlive()) {
            Thread.onSpinWait();
        }
        ConnectionSources.exit(new IllegalStateException());
        assertThat(Thread.interrupted())
                .as("an interrupt that was seen already")
                .isFalse();
    }

    /** Its note comes late: when there is a call that it could be noted at, or never will be. */
    private static Thread interruptByUserWhoIsSlow(Thread target) {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            Interrupts.before(target);
            target.interrupt();
            interrupted.countDown();
            // Taken off its processor here; its target is not, and goes on.
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            while (BlockedCall.of(target) == null && System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            Interrupts.after(target);
        });
        user.start();
        while (interrupted.getCount() != 0) {
            Thread.onSpinWait();
        }
        return user;
    }

    @Test
    void anInterruptThatEndedTheCallBeforeIsNotGivenBackByTheNext() throws InterruptedException {
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        Thread user = interruptByUserWhoIsSlow(Thread.currentThread());
        // This is the call before, which throws it to the user.
        assertThat(Thread.interrupted()).isTrue();
        Waits.enter(Family.QUEUE, "Queue.take", this);
        FakeContext.passPark(this);
        while (user.isAlive()) {
            Thread.onSpinWait();
        }
        context.cancel();
        Throwable outcome = Waits.exit(new InterruptedException());
        boolean stray = Thread.interrupted();
        assertThat(outcome).isInstanceOf(ContextInterruptedException.class);
        assertThat(stray).as("an interrupt that was seen already").isFalse();
    }

    @Test
    void oneThatIsPendingBeforeTheCallIsStillPendingAfterTheWaitForThoseInFlight() throws InterruptedException {
        Current.SLOT.set(new FakeContext());
        Thread target = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            Interrupts.before(target);
            target.interrupt();
            interrupted.countDown();
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            Interrupts.after(target);
        });
        user.start();
        while (interrupted.getCount() != 0) {
            Thread.onSpinWait();
        }
        Waits.enter(Family.QUEUE, "Queue.take", this);
        Waits.exit(null);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSlowInterruptIsWaitedForHoweverShortTheGrace() throws InterruptedException {
        Settings.graceNanos = 0;
        FakeContext context = new FakeContext();
        CountDownLatch firing = new CountDownLatch(1);
        CountDownLatch parked = new CountDownLatch(1);
        boolean[] stray = new boolean[1];
        Thread caller =
                new Thread(() -> {
                    try {
                        Current.SLOT.set(context);
                        Waits.enter(Family.QUEUE, "Queue.take", this);
                        FakeContext.passPark(this);
                        parked.countDown();
                        while (firing.getCount() != 0) {
                            Thread.onSpinWait();
                        }
                        Waits.exit(null);
                        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
                        while (!Thread.currentThread().isInterrupted() && System.nanoTime() - until < 0) {
                            Thread.onSpinWait();
                        }
                        stray[0] = Thread.interrupted();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }) {
                    @Override
                    public void interrupt() {
                        firing.countDown();
                        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
                        while (System.nanoTime() - until < 0) {
                            Thread.onSpinWait();
                        }
                        super.interrupt();
                    }
                };
        caller.start();
        parked.await();
        context.cancel();
        caller.join();
        assertThat(stray[0]).as("a stray interrupt").isFalse();
    }
}
