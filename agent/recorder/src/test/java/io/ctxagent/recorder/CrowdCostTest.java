package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.model.Finding;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a look at a crowd throws away, as the JVM counts it: the same on a busy machine as on an idle one. */
class CrowdCostTest {

    private static final int MANY = 40_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aContextCostsALookLittleRoom() throws Exception {
        RealApi.observe("off");
        Recorder recorder = Recorders.startup();
        List<CancelScope> crowd = new ArrayList<>();
        long few = allocated(recorder);
        CancelScope server = Context.background().withCancel();
        for (int i = 0; i < MANY; i++) {
            crowd.add(
                    i % 2 == 0
                            ? server.context().withCancel()
                            : server.context().withTimeout(Duration.ofHours(1)));
        }
        long many = allocated(recorder);
        crowd.forEach(CancelScope::close); // before anything fails: other tests would find them lost
        server.close();
        assertThat((many - few) / MANY).as("bytes for each context").isLessThan(75);
    }

    /** A leak is the crowd that somebody wants to look at: each of them is in a finding. */
    @Test
    void aLeakedContextCostsALookLittleRoom() throws Exception {
        RealApi.observe("site");
        Recorder recorder = Recorders.startup();
        List<CancelScope> crowd = new ArrayList<>();
        CancelScope server = Context.background().withCancel();
        long few = allocated(recorder);
        Thread owner = new Thread(() -> {
            for (int i = 0; i < MANY; i++) {
                crowd.add(server.context().withCancel());
            }
        });
        owner.start();
        owner.join();
        long many = allocated(recorder);
        int found = Recorders.findings(recorder.take(Duration.ZERO, false), "CTX101").stream()
                .mapToInt(Finding::count)
                .sum();
        crowd.forEach(CancelScope::close); // before anything fails: other tests would find them lost
        server.close();
        assertThat(found).isEqualTo(MANY);
        assertThat((many - few) / MANY).as("bytes for each context").isLessThan(350);
    }

    @Test
    void aVirtualThreadCostsALookLittleRoom() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        RealApi.observe("off");
        Recorder recorder = Recorders.startup();
        long few = allocated(recorder);
        CountDownLatch started = new CountDownLatch(MANY);
        CountDownLatch end = new CountDownLatch(1);
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        for (int i = 0; i < MANY; i++) {
            start.invoke(null, (Runnable) () -> {
                started.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        started.await();
        try {
            long many = allocated(recorder);
            assertThat((many - few) / MANY).as("bytes for each thread").isLessThan(200);
            assertThat(Recorders.observer().look(0, false).threads())
                    .filteredOn(thread -> thread.virtual() && thread.isStackRead())
                    .as("a sample")
                    .hasSizeBetween(500, 600);
        } finally {
            end.countDown();
        }
    }

    /** By a look and its text, once everything that is made once has been. */
    private static long allocated(Recorder recorder) throws Exception {
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            recorder.picture(Duration.ZERO, false).write(OutputStream.nullOutputStream());
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes;
    }
}
