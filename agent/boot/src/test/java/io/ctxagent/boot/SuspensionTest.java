package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call under a context that is done when its thread has helped with somebody else's work in between. */
class SuspensionTest {

    private static final String GET = "java.util.concurrent.CompletableFuture.get";

    private final FakeContext context = new FakeContext();
    private final Object result = new Object();

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
        Current.SLOT.set(context);
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    @Test
    void aCallThatIsSparedStaysSparedWhenItGoesOn() throws InterruptedException {
        context.cancel();
        for (int i = 0; i < Refusals.MOST_OF_ONE; i++) {
            assertThatThrownBy(this::get).isInstanceOf(ContextInterruptedException.class);
        }
        Object get = get();
        help();
        Object park = Parks.park(result);
        assertThat(park).isNull();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(BlockedCall.of(Thread.currentThread()).cancellable()).isFalse();
        assertThat(Waits.end(get, null)).isNull();
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
    }

    @Test
    void oneThatIsNotIsWokenWhenItParks() throws InterruptedException {
        Object get = get();
        help();
        Parks.unpark(Parks.park(result));
        assertThat(Waits.end(get, new InterruptedException())).isInstanceOf(ContextInterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private Object get() throws InterruptedException {
        return Objects.requireNonNull(Waits.begin(Family.FUTURE, GET, result));
    }

    /** With a task that waits too, and whose call is its own. */
    private void help() {
        Object suspension = Futures.suspend();
        context.cancel();
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
        assertThatThrownBy(() -> Waits.begin(Family.QUEUE, "Queue.take", new Object()))
                .isInstanceOf(ContextInterruptedException.class);
        Futures.resume(suspension);
    }
}
