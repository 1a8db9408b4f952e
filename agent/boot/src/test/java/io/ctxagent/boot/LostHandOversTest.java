package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is put into a queue under a context is noted if it is a task, whatever else the queue is used for. */
class LostHandOversTest {

    private static final String PUT = "java.util.concurrent.ArrayBlockingQueue.put";

    @BeforeEach
    void underAContext() {
        Settings.connected = true;
        Current.SLOT.set(new FakeContext());
    }

    @AfterEach
    void clear() {
        Settings.connected = false;
        Current.SLOT.remove();
        LostHandOvers.forget();
    }

    @Test
    void tasksAreNoted() {
        Runnable runnable = () -> {};
        Callable<String> callable = () -> "called";
        assertThat(LostHandOvers.queued(runnable)).isTrue();
        assertThat(LostHandOvers.queued(callable)).isTrue();
        assertThat(LostHandOvers.waiting()).isEqualTo(2);
    }

    @Test
    void elementsAreNot() {
        assertThat(LostHandOvers.queued("element")).isFalse();
        assertThat(LostHandOvers.queued(null)).isFalse();
        assertThat(LostHandOvers.waiting()).isZero();
    }

    @Test
    void nothingIsNotedUnderNoContext() {
        Current.SLOT.remove();
        Runnable task = () -> {};
        assertThat(LostHandOvers.queued(task)).isFalse();
    }

    @Test
    void aPutThatFailsLaterLeavesNoNote() throws InterruptedException {
        Runnable task = () -> {};
        assertThat(QueueWaits.beginPut(PUT, this, task)).isNull();
        assertThat(LostHandOvers.waiting()).isEqualTo(1);
        LostHandOvers.notPut(task);
        assertThat(LostHandOvers.waiting()).isZero();
    }

    @Test
    void aPutThatIsRefusedNotesNothing() {
        FakeContext done = new FakeContext();
        done.cancel();
        Current.SLOT.set(done);
        Settings.enforce = true;
        try {
            assertThatThrownBy(() -> QueueWaits.beginPut(PUT, this, (Runnable) () -> {}))
                    .isInstanceOf(ContextInterruptedException.class);
        } finally {
            Settings.enforce = false;
        }
        assertThat(LostHandOvers.waiting()).isZero();
    }

    @Test
    void aPutUnderNoContextOrOfNoTaskNotesNothing() throws InterruptedException {
        QueueWaits.beginPut(PUT, this, "element");
        Current.SLOT.remove();
        QueueWaits.beginPut(PUT, this, (Runnable) () -> {});
        assertThat(LostHandOvers.waiting()).isZero();
    }

    @Test
    void whoTakesATaskThatWasPutHasANote() throws InterruptedException {
        Runnable task = () -> {};
        QueueWaits.beginPut(PUT, this, task);
        Current.SLOT.remove();
        LostHandOvers.dequeued(task);
        assertThat(LostHandOver.NOTES.get()).isNotNull();
        LostHandOvers.dequeued(null);
        assertThat(LostHandOver.NOTES.get()).isNull();
    }
}
