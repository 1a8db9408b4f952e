package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault of the agent's own is swallowed and counted; too many switch the family off; the application sees none. */
class FaultBudgetTest {

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
        Family.QUEUE.switchOff(false);
    }

    @Test
    void aFamilyThatFailsTooOftenIsOffAndTheApplicationNeverNotices() throws InterruptedException {
        Settings.enforce = true;
        FakeContext context = new FakeContext();
        context.broken = true;
        Current.SLOT.set(context);
        int before = Family.QUEUE.faults();
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        for (int i = 0; i < Family.BUDGET; i++) {
            queue.add(i);
            assertThat(Waits.enter(Family.QUEUE, "Queue.take", queue)).isTrue();
            Parks.park(queue);
            assertThat(queue.take()).isEqualTo(i);
            assertThat(Waits.exit(null)).isNull();
        }
        assertThat(Family.QUEUE.faults()).isEqualTo(before + Family.BUDGET);
        assertThat(Family.QUEUE.off()).isTrue();
        assertThat(Family.QUEUE.lastFault()).hasMessage("planned fault");
        assertThat(BlockedCall.active()).isEmpty();
    }

    @Test
    void whatIsOffMutesTheHooksBelowIt() throws InterruptedException {
        Settings.enforce = true;
        FakeContext context = new FakeContext();
        Current.SLOT.set(context);
        Family.QUEUE.switchOff(true);
        try {
            assertThat(Waits.enter(Family.QUEUE, "Queue.take", this)).isTrue();
            assertThat(Waits.enter(Family.LOCK, "Condition.await", this)).isFalse();
            assertThat(Parks.park(this)).isNull();
            assertThat(BlockedCall.active()).isEmpty();
            Waits.exit(null);
        } finally {
            Family.QUEUE.switchOff(false);
        }
    }
}
