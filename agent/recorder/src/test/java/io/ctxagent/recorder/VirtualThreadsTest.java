package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
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

    /** A flock is what a scope for structured tasks holds its threads in; the JDK alone says who is in one of a thread's. */
    @Test
    void aThreadOfAScopeThatAVirtualThreadOfAnExecutorHasOpenedIsListed() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        Class<?> flocks = Class.forName("jdk.internal.misc.ThreadFlock");
        Method open = flocks.getMethod("open", String.class);
        Method start = flocks.getMethod("start", Thread.class);
        Method unstarted = Thread.class.getMethod("ofVirtual");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        Thread[] inFlocks = new Thread[2];
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        executor.submit(() -> {
            AutoCloseable outer = (AutoCloseable) open.invoke(null, "outer");
            AutoCloseable inner = (AutoCloseable) open.invoke(null, "inner");
            inFlocks[0] = waiting(unstarted.invoke(null), end);
            inFlocks[1] = waiting(unstarted.invoke(null), end);
            start.invoke(outer, inFlocks[0]);
            start.invoke(inner, inFlocks[1]);
            opened.countDown();
            inner.close();
            outer.close();
            return null;
        });
        opened.await();
        try {
            assertThat(new ThreadContainers(true).isQuick()).isTrue();
            assertThat(threads.list(faults)).contains(inFlocks).doesNotHaveDuplicates();
            assertThat(threads.list(faults))
                    .as("as the JDK tells")
                    .containsExactlyInAnyOrderElementsOf(new VirtualThreads(false).list(faults));
        } finally {
            end.countDown();
            executor.shutdown();
        }
    }

    private static Thread waiting(Object builder, CountDownLatch end) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, (Runnable) () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void platformThreadsAreNotAmongThem() {
        assertThat(threads.list(faults)).doesNotContain(Thread.currentThread());
    }
}
