package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import shop.Blocked;

class ThreadSlotsTest {

    private static final ThreadLocal<Object> SLOT = new ThreadLocal<>();
    private static final ThreadLocal<Object> OTHER = new ThreadLocal<>();

    private final ThreadSlots slots = new ThreadSlots();
    private final Faults faults = new Faults();

    @Test
    void theValueOfAnotherPlatformThreadIsRead() throws Exception {
        CountDownLatch set = new CountDownLatch(1);
        try (Blocked blocked = Blocked.in(() -> setAndWait(set))) {
            set.await();
            assertThat(read(blocked.thread(), OTHER, SLOT)).containsExactly(null, "c17");
        }
        assertThat(faults.asHooks()).isEmpty();
    }

    @Test
    void theValueOfAVirtualThreadIsRead() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        CountDownLatch set = new CountDownLatch(1);
        try (Blocked blocked = Blocked.virtuallyIn(() -> setAndWait(set))) {
            set.await();
            assertThat(read(blocked.thread(), SLOT)).containsExactly("c17");
        }
    }

    @Test
    void aThreadThatNeverUsedTheSlotHasNothingInIt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Blocked blocked = Blocked.in(() -> {
            never.await();
            return null;
        })) {
            assertThat(read(blocked.thread(), SLOT)).containsExactly((Object) null);
        }
    }

    @Test
    void readingNeverMakesAnEntry() throws Exception {
        Thread notStarted = new Thread(() -> {});
        assertThat(read(notStarted, SLOT)).containsExactly((Object) null);
        assertThat(notStarted).extracting("threadLocals").isNull();
    }

    private Object[] read(Thread thread, ThreadLocal<?>... of) {
        Object[] values = new Object[of.length];
        Arrays.fill(values, "of the thread before");
        slots.read(thread, of, values, faults);
        return values;
    }

    private static Object setAndWait(CountDownLatch set) throws InterruptedException {
        SLOT.set("c17");
        set.countDown();
        new CountDownLatch(1).await();
        return SLOT.get();
    }
}
