package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Of more contexts than a look has room for it keeps those that somebody wants to see, and counts all. */
class RoomTest {

    private static final int LISTED = 64;
    private static final Room ROOM = Room.of(LISTED);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<CancelScope> scopes = new ArrayList<>();
    private final Recorder recorder = new Recorder(Recorders.settings("startup", 0), ROOM);
    private CancelScope server;
    private int others;

    @BeforeEach
    void begin() {
        RealApi.observe("site");
        others = Recorders.startup()
                .take(Duration.ZERO, false)
                .counts()
                .contexts()
                .live();
        server = Context.background().withCancel().named("server");
        scopes.add(server);
    }

    @AfterEach
    void end() {
        scopes.forEach(CancelScope::close);
    }

    @Test
    void whatFitsIsListed() {
        derive(10);
        Snapshot seen = take();
        assertThat(seen.contexts()).hasSize(seen.counts().contexts().live());
        assertThat(seen.counts().contexts().omitted()).isZero();
        assertThat(seen.agent().complete()).isTrue();
    }

    @Test
    void theCountsStayTrue() {
        derive(1_000);
        Snapshot seen = take();
        assertThat(seen.contexts()).hasSizeBetween(LISTED, ROOM.most());
        assertThat(seen.counts().contexts().live()).isBetween(1_001, 1_002 + others);
        assertThat(seen.counts().contexts().omitted())
                .isEqualTo(seen.counts().contexts().live() - seen.contexts().size());
    }

    @Test
    void itSaysThatItIsAPart() {
        derive(1_000);
        Snapshot seen = take();
        assertThat(seen.agent().complete()).isFalse();
        assertThat(Recorders.findings(seen, "CTX901"))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("of " + seen.counts().contexts().live() + " contexts "
                        + seen.contexts().size() + " are listed");
    }

    @Test
    void theDocumentTellsHowManyAreOmitted() throws Exception {
        derive(1_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        recorder.picture(Duration.ZERO, false).write(out);
        Snapshot read = SnapshotReader.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.counts().contexts().omitted())
                .isPositive()
                .isEqualTo(read.counts().contexts().live() - read.contexts().size());
    }

    @Test
    void theOldestAreKept() {
        derive(1_000);
        long newest =
                take().contexts().stream().mapToLong(RoomTest::number).max().orElseThrow();
        derive(1_000);
        assertThat(take().contexts()).allMatch(context -> number(context) <= newest);
    }

    @Test
    void whatLooksLeakedIsKeptWithItsAncestors() throws Exception {
        derive(1_000);
        CancelScope above = server.context().withCancel().named("above the leak");
        scopes.add(above);
        leak(above, "leaked", 1);
        Snapshot seen = take();
        ContextInfo leaked = Recorders.context(seen, "leaked").orElseThrow();
        assertThat(leaked.findings()).contains("CTX101");
        assertThat(Recorders.context(seen, "above the leak"))
                .hasValueSatisfying(context -> assertThat(context.id()).isEqualTo(leaked.parent()));
        assertThat(seen.counts().contexts().omitted())
                .isEqualTo(seen.counts().contexts().live() - seen.contexts().size());
    }

    @Test
    void aLeakOfManyLeavesRoomForOneOfFew() throws Exception {
        derive(LISTED);
        leak(server, "many", 1_000);
        leakElsewhere();
        assertThat(Recorders.context(take(), "few")).isPresent();
    }

    @Test
    void aFindingCountsWhatItDoesNotList() throws Exception {
        leak(server, "many", 1_000);
        assertThat(Recorders.findings(take(), "CTX101")).singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(1_000);
            assertThat(finding.contexts()).hasSizeLessThan(ROOM.most());
        });
    }

    @Test
    void aFindingAtExitCountsWhatItDoesNotList() {
        derive(1_000);
        assertThat(Recorders.findings(recorder.takeAtExit(), "CTX101").stream()
                        .mapToInt(Finding::count)
                        .sum())
                .isBetween(1_001, 1_002 + others);
    }

    @Test
    void whatAThreadRunsUnderIsKeptWithItsAncestors() throws Exception {
        derive(1_000);
        CancelScope above = server.context().withCancel().named("above the thread");
        CancelScope last = above.context().withCancel().named("of the thread");
        scopes.add(above);
        scopes.add(last);
        try (Waiting waiting = new Waiting(List.of(last))) {
            Snapshot seen = take();
            ContextInfo context = Recorders.context(seen, "of the thread").orElseThrow();
            assertThat(context.threads()).isNotEmpty();
            assertThat(Recorders.context(seen, "above the thread")).isPresent();
            assertThat(seen.counts().contexts().omitted())
                    .isEqualTo(seen.counts().contexts().live() - seen.contexts().size());
            assertThat(seen.counts().contexts().live()).isBetween(1_003, 1_004 + others);
        }
    }

    @Test
    void aThreadWhoseContextHasNoRoomIsCountedAndNotAccused() throws Exception {
        derive(1_000);
        List<CancelScope> each = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            each.add(server.context().withCancel());
        }
        scopes.addAll(each);
        try (Waiting waiting = new Waiting(each)) {
            Snapshot seen = take();
            assertThat(seen.contexts()).hasSizeLessThanOrEqualTo(ROOM.most());
            assertThat(seen.counts().threads().omitted())
                    .isPositive()
                    .isEqualTo(seen.counts().threads().live() - seen.threads().size());
            assertThat(seen.threads())
                    .filteredOn(thread -> thread.name().startsWith("waits"))
                    .isNotEmpty()
                    .allMatch(thread -> thread.context() != null);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsThatLeadToNothingAreCounted() throws Exception {
        Snapshot before = take();
        int listed = before.threads().size();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(10 * LISTED);
        CancelScope scope = server.context().withCancel().named("of the last thread");
        scopes.add(scope);
        Runnable waits = () -> {
            started.countDown();
            hold(end);
        };
        for (int i = 1; i < 10 * LISTED; i++) {
            startVirtual(waits);
        }
        startVirtual(() -> scope.run(waits));
        started.await();
        try {
            Snapshot seen = take();
            assertThat(seen.threads()).hasSizeLessThanOrEqualTo(LISTED + listed + 1);
            assertThat(seen.counts().threads().virtual())
                    .isEqualTo(before.counts().threads().virtual() + 10 * LISTED);
            assertThat(seen.counts().threads().omitted())
                    .isEqualTo(seen.counts().threads().live() - seen.threads().size());
            assertThat(seen.counts().threads().unowned())
                    .isGreaterThanOrEqualTo(before.counts().threads().unowned() + 10 * LISTED - 1);
            assertThat(Recorders.context(seen, "of the last thread"))
                    .hasValueSatisfying(context -> assertThat(context.threads()).hasSize(1));
            assertThat(Recorders.findings(seen, "CTX901"))
                    .singleElement()
                    .extracting(Finding::message)
                    .asString()
                    .contains("of " + seen.counts().threads().live() + " threads "
                            + seen.threads().size() + " are listed");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aLookTakesNoMoreForMore() throws Exception {
        derive(5_000);
        long some = allocated();
        derive(40_000);
        long many = allocated();
        assertThat((many - some) / 40_000.0).as("bytes for each context more").isLessThan(12);
    }

    /** By a look and its text, once everything that is made once has been. */
    private long allocated() throws Exception {
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            recorder.picture(Duration.ZERO, false).write(OutputStream.nullOutputStream());
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes;
    }

    private Snapshot take() {
        return recorder.take(Duration.ZERO, false);
    }

    private void derive(int count) {
        for (int i = 0; i < count; i++) {
            scopes.add(server.context().withCancel());
        }
    }

    private void leak(CancelScope parent, String name, int count) throws InterruptedException {
        Thread owner = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                scopes.add(parent.context().withCancel().named(name));
            }
        });
        owner.start();
        owner.join();
    }

    /** At another place of the code: of the recorder's own packages nothing is one. */
    private void leakElsewhere() throws InterruptedException {
        Thread owner = new Thread(() -> List.of("few")
                .forEach(name -> scopes.add(server.context().withCancel().named(name))));
        owner.start();
        owner.join();
    }

    private static void hold(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By reflection, because this is compiled for 17. */
    private static void startVirtual(Runnable task) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static long number(ContextInfo context) {
        return Long.parseLong(context.id().replaceAll("c|@.*", ""));
    }

    /** A thread under each of some contexts, that waits. */
    private static final class Waiting implements AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);
        private final List<Thread> threads = new ArrayList<>();

        Waiting(List<CancelScope> scopes) {
            for (CancelScope scope : scopes) {
                Thread thread = new Thread(() -> scope.run(() -> hold(end)), "waits " + threads.size());
                thread.start();
                threads.add(thread);
            }
            await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        }

        @Override
        public void close() throws InterruptedException {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
