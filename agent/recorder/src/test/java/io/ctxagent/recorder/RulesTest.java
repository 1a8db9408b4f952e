package io.ctxagent.recorder;

import static io.ctxagent.recorder.Recorders.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.boot.Current;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Parks;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.Settings;
import io.ctxagent.boot.Waits;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shop.Blocked;

/** Each rule over a tree that the test makes up, and real threads. */
class RulesTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeApi api = new FakeApi();
    private final Recorder recorder = Recorders.startup();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void onlyRecord() {
        Settings.enforce = false;
        api.live("shutdown", row -> row[Port.NAME] = "marker");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        api.close();
        Settings.enforce = true;
    }

    private Blocked running(Callable<?> call) {
        Blocked blocked = Blocked.in(call);
        open.add(blocked);
        return blocked;
    }

    /** A thread that runs under {@code context} and blocks without any hook. */
    private Blocked unhooked(Object context) {
        return blocked(context, null, false);
    }

    /** The same, registered as a hook does. */
    private Blocked hooked(Object context) {
        return blocked(context, null, true);
    }

    private Blocked blocked(Object context, Object origin, boolean hook) {
        CountDownLatch ready = new CountDownLatch(1);
        Blocked blocked = running(() -> {
            Current.SLOT.set(context);
            Current.ORIGIN.set(origin);
            if (hook) {
                Waits.enterBlocking(Family.QUEUE, "java.util.concurrent.LinkedBlockingQueue.take", null);
            }
            ready.countDown();
            try {
                return new LinkedBlockingQueue<>().take();
            } finally {
                if (hook) {
                    Waits.exit(null);
                }
            }
        });
        await().until(() -> ready.getCount() == 0 && blocked.thread().getState() == Thread.State.WAITING);
        return blocked;
    }

    private Finding only(Snapshot snapshot, String rule) {
        // Scopes that other tests lost stay on the real API's list.
        String own = suffix(Recorders.context(snapshot, "marker").orElseThrow().id());
        List<Finding> found = findings(snapshot, rule).stream()
                .filter(finding ->
                        finding.contexts().stream().allMatch(id -> suffix(id).equals(own)))
                .toList();
        assertThat(found).as(rule).hasSize(1);
        return found.get(0);
    }

    private static String suffix(String id) {
        return id.substring(Math.max(id.indexOf('@'), 0));
    }

    private static void sleepPast(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().until(() -> System.nanoTime() > end);
    }

    // CTX101

    @Test
    void anOwnerWhoseEndNobodyTimedIsGivenTheGraceFromWhenItWasNoticed() throws Exception {
        Thread gone = new Thread(() -> {}, "gone");
        Owner owner = new Owner("thread", gone);
        gone.start();
        gone.join();
        api.live("withCancel", row -> row[Port.OWNER] = owner);
        long start = System.nanoTime();
        Finding finding = only(recorder.take(GRACE, false), "CTX101");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(GRACE.toNanos());
        assertThat(finding.message()).contains("thread gone");

        start = System.nanoTime();
        only(recorder.take(GRACE, false), "CTX101");
        assertThat(System.nanoTime() - start).as("noticed before").isLessThan(GRACE.toNanos());
    }

    @Test
    void aContextThatIsCancelledDuringTheGraceIsNotAccused() throws Exception {
        Thread gone = new Thread(() -> {});
        Owner owner = new Owner("thread", gone);
        gone.start();
        gone.join();
        Object context = api.live("withCancel", row -> row[Port.OWNER] = owner);
        Thread canceller = new Thread(() -> {
            sleepPast(Duration.ofMillis(100));
            api.remove(context);
        });
        canceller.start();
        long start = System.nanoTime();
        assertThat(findings(recorder.take(Duration.ofSeconds(10), false), "CTX101"))
                .isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(5 * SECOND);
        canceller.join();
    }

    @Test
    void withoutAnOwnerOrWithALiveOneOrWithoutAScopeNothingIsDecided() {
        api.live("withCancel", row -> {});
        api.live("withTimeout", row -> row[Port.OWNER] = new Owner("thread", Thread.currentThread()));
        for (String kind : List.of("background", "todo", "shutdown", "withoutCancel", "request", "test")) {
            api.live(kind, row -> row[Port.OWNER] = FakeApi.endedOwner());
        }
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX101")).isEmpty();
    }

    @Test
    void everyKindWithAScopeIsDecided() {
        for (String kind : List.of("withCancel", "withTimeout", "withDeadline", "withCancelFrom", "shield")) {
            api.live(kind, row -> row[Port.OWNER] = FakeApi.endedOwner());
        }
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX101"))
                .extracting(Finding::count)
                .containsExactly(1, 1, 1, 1, 1);
    }

    // CTX102

    @Test
    void workAfterTheDeadlineIsFoundAfterTheGrace() {
        Object late = api.done("withTimeout", SECOND, row -> {
            row[Port.STATE] = "deadline-exceeded";
            row[Port.DEADLINE_NANOS] = System.nanoTime() - SECOND;
        });
        unhooked(late);
        Finding finding = only(recorder.take(GRACE, false), "CTX102");
        assertThat(finding.severity()).isEqualTo("error");
        assertThat(finding.oldestMillis()).isBetween(1000L, 60_000L);
        assertThat(finding.site()).startsWith("shop.Blocked.");
        assertThat(finding.contexts()).hasSize(1);
        assertThat(finding.threads()).hasSize(1);
        assertThat(findings(recorder.take(Duration.ofHours(1), false), "CTX102"))
                .isEmpty();
    }

    // CTX103

    @Test
    void aRegisteredCallUnderADoneContextIsFound() {
        hooked(api.done("withCancel", SECOND, row -> {}));
        sleepPast(SHORT);
        Finding finding = only(recorder.take(SHORT, false), "CTX103");
        assertThat(finding.message()).contains("LinkedBlockingQueue.take").contains("was cancelled");
        assertThat(finding.site()).startsWith("shop.Blocked.");
        assertThat(finding.severity()).isEqualTo("error");
    }

    @Test
    void aCallThatOnlyTheStackTellsOfIsFoundWhenItStayed() {
        unhooked(api.done("withCancel", SECOND, row -> {}));
        long start = System.nanoTime();
        only(recorder.take(GRACE, false), "CTX103");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(GRACE.toNanos());
    }

    @Test
    void aCallIsNotFoundBeforeTheGraceIsOver() {
        hooked(api.done("withCancel", 0, row -> {}));
        assertThat(findings(recorder.take(Duration.ofHours(1), false), "CTX103"))
                .isEmpty();
    }

    @Test
    void aCallThatBeganAfterTheCancelHasToLastForTheGrace() {
        hooked(api.done("withCancel", 3600 * SECOND, row -> {}));
        assertThat(findings(recorder.take(Duration.ofMinutes(1), false), "CTX103"))
                .isEmpty();
    }

    @Test
    void theSameBugSeenByAHookAndOnTheStackHasOneFingerprint() {
        hooked(api.done("withCancel", SECOND, row -> {}));
        unhooked(api.done("withCancel", SECOND, row -> {}));
        sleepPast(SHORT);
        Finding finding = only(recorder.take(SHORT, false), "CTX103");
        assertThat(finding.count()).isEqualTo(2);
        assertThat(finding.threads()).hasSize(2);
    }

    // CTX104

    @Test
    void aThreadThatOutlivesTheContextThatItWasStartedUnderIsFoundBeside103() {
        Object done = api.done("withCancel", SECOND, row -> {});
        Blocked blocked = blocked(done, done, true);
        sleepPast(SHORT);
        Snapshot snapshot = recorder.take(SHORT, false);
        Finding finding = only(snapshot, "CTX104");
        assertThat(finding.threads())
                .containsExactly(Recorders.thread(snapshot, blocked.thread()).id());
        only(snapshot, "CTX103");
        assertThat(snapshot.contexts())
                .filteredOn(context -> context.id().equals(finding.contexts().get(0)))
                .singleElement()
                .satisfies(context -> assertThat(context.findings()).contains("CTX103", "CTX104"));
    }

    @Test
    void aThreadWhoseOriginIsLiveIsNot() {
        Object live = api.live("withCancel", row -> {});
        blocked(live, live, true);
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX104")).isEmpty();
    }

    @Test
    void aWorkerOfAPoolWasNotStartedUnderTheRequest() throws Exception {
        Object done = api.done("withCancel", SECOND, row -> {});
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> Current.ORIGIN.set(done)).get();
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX104")).isEmpty();
        pool.shutdownNow();
    }

    @Test
    void aThreadThatCleansUpUnderAShieldIsAllowedTo() {
        Object done = api.done("withCancel", SECOND, row -> {});
        Object shield = api.live("shield", row -> {});
        Object below = api.live("withTimeout", row -> row[Port.PARENT] = api.row(shield)[Port.ID]);
        blocked(shield, done, true);
        blocked(below, done, true);
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX104")).isEmpty();
    }

    @Test
    void aVirtualThreadIsFoundToo() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        Object done = api.done("withCancel", SECOND, row -> {});
        CountDownLatch ready = new CountDownLatch(1);
        open.add(Blocked.virtuallyIn(() -> {
            Current.ORIGIN.set(done);
            ready.countDown();
            return new LinkedBlockingQueue<>().take();
        }));
        ready.await();
        assertThat(only(recorder.take(GRACE, false), "CTX104").site()).startsWith("shop.Blocked.");
    }

    // CTX105

    @Test
    void aLostScopeIsFoundOnceThoughItIsInTheTreeAndInTheList() {
        Object context = api.live("withCancel", row -> {
            row[Port.LOST] = true;
            row[Port.SITE] = "shop.Cache.start(Cache.java:52)";
        });
        api.lost("withCancel", row -> row[Port.ID] = api.row(context)[Port.ID]);
        Finding finding = only(recorder.take(GRACE, false), "CTX105");
        assertThat(finding.count()).isEqualTo(1);
        assertThat(finding.severity()).isEqualTo("error");
    }

    @Test
    void twoScopesLostAtTheSamePlaceAreOneBug() {
        api.lost("withCancel", row -> row[Port.SITE] = "shop.Cache.start(Cache.java:52)");
        api.lost("withTimeout", row -> row[Port.SITE] = "shop.Cache.lambda$start$1(Cache.java:60)");
        Finding finding = only(recorder.take(GRACE, false), "CTX105");
        assertThat(finding.count()).isEqualTo(2);
        assertThat(finding.contexts()).hasSize(2);
        assertThat(finding.fingerprint()).isEqualTo(Fingerprint.of("CTX105", List.of("shop.Cache#start")));
    }

    @Test
    void aSiteInTheJdkIsNotTheApplicationsBug() {
        api.lost("withCancel", row -> row[Port.SITE] = "java.util.concurrent.FutureTask.run(FutureTask.java:264)");
        assertThat(only(recorder.take(GRACE, false), "CTX105").origin()).isEqualTo("jdk");
    }

    // CTX202

    @Test
    void aCallWithoutADeadlineIsFoundWhenItBlocksLongerThanTheGrace() {
        hooked(api.live("withCancel", row -> {}));
        assertThat(findings(recorder.take(Duration.ofHours(1), false), "CTX202"))
                .isEmpty();
        sleepPast(GRACE);
        Finding finding = only(recorder.take(GRACE, false), "CTX202");
        assertThat(finding.severity()).isEqualTo("warning");
        assertThat(finding.oldestMillis()).isGreaterThanOrEqualTo(GRACE.toMillis());
    }

    @Test
    void aDeadlineOnThePathBoundsIt() {
        hooked(api.live("withTimeout", row -> row[Port.DEADLINE_NANOS] = System.nanoTime() + 60 * SECOND));
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX202")).isEmpty();
    }

    @Test
    void aThreadWithoutAContextHasNoPath() {
        unhooked(null);
        assertThat(findings(recorder.take(Duration.ZERO, false), "CTX202")).isEmpty();
    }

    @Test
    void aCallOnTheStackAloneHasToStay() {
        unhooked(api.live("withCancel", row -> {}));
        long start = System.nanoTime();
        only(recorder.take(GRACE, false), "CTX202");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(GRACE.toNanos());
    }

    @Test
    void aParkUnderLockIsShownByTheCallThatTheApplicationMade() {
        Object context = api.live("withCancel", row -> {});
        java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
        lock.lock();
        Blocked blocked = Blocked.in(
                () -> {
                    Current.SLOT.set(context);
                    Object park = Parks.park(lock);
                    lock.lock();
                    Parks.unpark(park);
                    return null;
                },
                lock::unlock);
        open.add(blocked);
        await().until(() -> blocked.thread().getState() == Thread.State.WAITING);
        var call = Recorders.thread(recorder.take(Duration.ZERO, false), blocked.thread())
                .blocked();
        assertThat(call.family()).isEqualTo("lock");
        assertThat(call.call()).isEqualTo("ReentrantLock.lock");
        assertThat(call.cancellable()).isFalse();
        assertThat(call.forMillis()).isNotNull();
    }

    // What goes wrong

    @Test
    void twoCopiesOfTheApiHaveIdsOfTheirOwn() {
        try (FakeApi other = new FakeApi()) {
            api.live("withCancel", row -> row[Port.NAME] = "first");
            other.live("withCancel", row -> row[Port.NAME] = "second");
            Snapshot snapshot = recorder.take(Duration.ZERO, false);
            assertThat(Recorders.context(snapshot, "first").orElseThrow().id())
                    .isNotEqualTo(
                            Recorders.context(snapshot, "second").orElseThrow().id())
                    .startsWith("c");
        }
    }

    @Test
    void aCopyThatFailsLeavesTheOthersInThePictureAndShowsAsDegraded() {
        try (FakeApi broken = new FakeApi()) {
            broken.with("walk", (java.util.function.Consumer<Object>) visitor -> {
                throw new IllegalStateException("broken");
            });
            api.live("withCancel", row -> row[Port.NAME] = "whole");
            Snapshot snapshot = recorder.take(Duration.ZERO, false);
            assertThat(Recorders.context(snapshot, "whole")).isPresent();
            assertThat(snapshot.agent().complete()).isFalse();
            assertThat(snapshot.agent().hooks())
                    .anySatisfy(hook -> assertThat(hook.state()).isEqualTo("degraded"));
        }
    }

    @Test
    void aCauseOfTheApplicationsIsNotAskedForItsMessage() {
        Object done = api.done("withCancel", 0, row -> {
            row[Port.NAME] = "caused";
            row[Port.CAUSE] = new shop.HangingException();
        });
        unhooked(done);
        assertThat(Recorders.context(recorder.take(Duration.ZERO, false), "caused")
                        .orElseThrow()
                        .cause())
                .isEqualTo("shop.HangingException");
    }
}
