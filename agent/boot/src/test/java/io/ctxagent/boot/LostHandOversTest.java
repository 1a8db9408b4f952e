package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is put into a queue under a context is noted if it is a task, whatever else the queue is used for. */
class LostHandOversTest {

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
}
