package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import shop.Blocked;

class VirtualThreadsTest {

    private final VirtualThreads threads = new VirtualThreads();
    private final Faults faults = new Faults();

    @Test
    void onSeventeenThereAreNoneAndNothingIsMissing() {
        assumeTrue(Runtime.version().feature() < 21);
        assertThat(threads.list(faults)).isEmpty();
        assertThat(threads.isVirtual(Thread.currentThread())).isFalse();
        assertThat(faults.asHooks()).isEmpty();
    }

    @Test
    void aThreadStartedByItselfIsListed() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        CountDownLatch never = new CountDownLatch(1);
        try (Blocked blocked = Blocked.virtuallyIn(() -> {
            never.await();
            return null;
        })) {
            assertThat(threads.list(faults)).contains(blocked.thread());
            assertThat(threads.isVirtual(blocked.thread())).isTrue();
        }
        assertThat(faults.asHooks()).isEmpty();
    }

    @Test
    void aThreadOfAnExecutorIsListed() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        CountDownLatch started = new CountDownLatch(1);
        Thread[] seen = new Thread[1];
        executor.submit(() -> {
            seen[0] = Thread.currentThread();
            started.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        started.await();
        try {
            assertThat(threads.list(faults)).contains(seen[0]);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void platformThreadsAreNotAmongThem() {
        assertThat(threads.list(faults)).doesNotContain(Thread.currentThread());
    }
}
