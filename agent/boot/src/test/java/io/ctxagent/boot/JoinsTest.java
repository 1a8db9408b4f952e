package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wait for what has ended already makes no record; one that may block does; both fail fast. */
class JoinsTest {

    private static final String JOIN = "java.lang.Thread.join";

    private final FakeContext context = new FakeContext();

    @BeforeEach
    void enter() {
        Settings.enforce = true;
        Current.SLOT.set(context);
    }

    @AfterEach
    void leave() {
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    private static boolean registers(Thread joined) throws InterruptedException {
        Object begun = Joins.join(Family.JOIN, JOIN, joined);
        try {
            return BlockedCall.of(Thread.currentThread()) != null;
        } finally {
            if (begun != null) {
                Waits.end(begun, null);
            }
        }
    }

    private static Thread ended() throws InterruptedException {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void anEndedThreadIsNotRegistered() throws InterruptedException {
        assertThat(registers(ended())).isFalse();
    }

    @Test
    void aJoinOfAnEndedThreadIsNoCallThatOthersAreSilentFor() throws InterruptedException {
        assertThat(Joins.join(Family.JOIN, JOIN, ended())).isNull();
        assertThat(ThreadRecord.current().free()).isTrue();
    }

    @Test
    void aThreadThatRunsIsAndSoIsOneThatMayBeStartedAtAnyMoment() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread running = new Thread(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(registers(running)).isTrue();
        running.start();
        assertThat(registers(running)).isTrue();
        end.countDown();
        running.join();
        assertThat(registers(running)).isFalse();
    }

    @Test
    void whatASubclassSaysOfItselfDoesNotCount() throws InterruptedException {
        Thread liar = new Thread(() -> {}) {
            @Override
            public State getState() {
                return State.TERMINATED;
            }
        };
        assertThat(registers(liar)).isTrue();
    }

    @Test
    void anEndedProcessIsNotRegistered() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        Object begun = Joins.waitFor(Family.PROCESS, "java.lang.ProcessImpl.waitFor", process);
        assertThat(BlockedCall.of(Thread.currentThread())).isNotNull();
        Waits.end(begun, null);
        process.destroy();
        process.waitFor();
        assertThat(Joins.waitFor(Family.PROCESS, "java.lang.ProcessImpl.waitFor", process))
                .isNull();
        context.cancel();
        assertThatThrownBy(() -> Joins.waitFor(Family.PROCESS, "java.lang.ProcessImpl.waitFor", process))
                .isInstanceOf(ContextInterruptedException.class);
    }

    @Test
    void anOpenLatchAndAResultThatIsThereAreNotWaitedFor() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(0);
        assertThat(Joins.await(Family.LOCK, "CountDownLatch.await", open)).isNull();
        assertThat(Joins.await(Family.FUTURE, "FutureTask.get", open, true)).isNull();
        for (CountDownLatch closed : new CountDownLatch[] {new CountDownLatch(1), new CountDownLatch(0) {}}) {
            Object begun = Joins.await(Family.LOCK, "CountDownLatch.await", closed);
            assertThat(begun).isNotNull();
            Waits.end(begun, null);
        }
        Object begun = Joins.await(Family.FUTURE, "FutureTask.get", open, false);
        assertThat(begun).isNotNull();
        Waits.end(begun, null);
        context.cancel();
        assertThatThrownBy(() -> Joins.await(Family.LOCK, "CountDownLatch.await", open))
                .isInstanceOf(ContextInterruptedException.class);
        assertThatThrownBy(() -> Joins.await(Family.FUTURE, "FutureTask.get", open, true))
                .isInstanceOf(ContextInterruptedException.class);
    }

    @Test
    void underADoneContextBothFailFast() throws InterruptedException {
        Thread ended = ended();
        context.cancel();
        assertThatThrownBy(() -> Joins.join(Family.JOIN, JOIN, ended)).isInstanceOf(ContextInterruptedException.class);
        assertThatThrownBy(() -> Joins.join(Family.JOIN, JOIN, new Thread()))
                .isInstanceOf(ContextInterruptedException.class);
    }
}
