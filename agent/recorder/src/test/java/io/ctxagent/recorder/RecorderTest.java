package io.ctxagent.recorder;

import static io.ctxagent.recorder.Recorders.context;
import static io.ctxagent.recorder.Recorders.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ctxagent.boot.Threads;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.CancelReply.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shop.Blocked;
import shop.Orders;

/** The recorder over the real API: what a snapshot has in it. */
class RecorderTest {

    private static final Duration NO_GRACE = Duration.ZERO;

    private final Recorder recorder = Recorders.startup();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void connect() {
        RealApi.observe("site");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T scope) {
        open.add(0, scope);
        return scope;
    }

    @Test
    void aContextHasItsParentKindNameSiteOwnerAndTimes() {
        CancelScope server = opened(Orders.open(Context.background(), "server"));
        CancelScope request = opened(Orders.openFor(server.context(), "GET /orders", Duration.ofMinutes(5)));
        Snapshot snapshot = recorder.take(NO_GRACE, false);

        ContextInfo parent = context(snapshot, "server").orElseThrow();
        ContextInfo child = context(snapshot, "GET /orders").orElseThrow();
        assertThat(request.context().isDone()).isFalse();
        assertThat(parent.kind()).isEqualTo("withCancel");
        assertThat(parent.remainingMillis()).isNull();
        assertThat(child.parent()).isEqualTo(parent.id());
        assertThat(child.kind()).isEqualTo("withTimeout");
        assertThat(child.state()).isEqualTo("live");
        assertThat(child.remainingMillis()).isBetween(200_000L, 300_000L);
        assertThat(child.ageMillis()).isBetween(0L, 60_000L);
        assertThat(child.doneForMillis()).isNull();
        assertThat(child.cause()).isNull();
        assertThat(child.site()).matches("shop\\.Orders\\.openFor\\(Orders\\.java:\\d+\\)");
        assertThat(child.owner()).isEqualTo("thread " + Thread.currentThread().getName());
        assertThat(child.ownerEnded()).isFalse();
    }

    @Test
    void rootsAreListedOnceAndParentsComeFirst() {
        opened(Orders.open(Context.background(), "under-background"));
        opened(Orders.open(Context.untilShutdown(), "under-shutdown"));
        Snapshot snapshot = recorder.take(NO_GRACE, false);

        assertThat(snapshot.contexts().stream().filter(each -> each.kind().equals("background")))
                .hasSize(1);
        assertThat(snapshot.contexts().stream().filter(each -> each.kind().equals("shutdown")))
                .hasSize(1);
        List<String> seen = new ArrayList<>();
        for (ContextInfo each : snapshot.contexts()) {
            if (each.parent() != null) {
                assertThat(seen).contains(each.parent());
            }
            seen.add(each.id());
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void idsAreTheSameInEachSnapshot() {
        opened(Orders.open(Context.background(), "stable"));
        String first =
                context(recorder.take(NO_GRACE, false), "stable").orElseThrow().id();
        assertThat(context(recorder.take(NO_GRACE, false), "stable")
                        .orElseThrow()
                        .id())
                .isEqualTo(first)
                .matches("c\\d+(@\\d+)?");
    }

    @Test
    void aThreadShowsUnderItsContextWithWhatItIsBlockedIn() {
        CancelScope scope = opened(Orders.open(Context.background(), "mailer"));
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        Blocked blocked = opened(Blocked.in(() -> scope.call(queue::take)));
        await().until(() -> Recorders.thread(recorder.take(NO_GRACE, false), blocked.thread())
                        .blocked()
                != null);

        Snapshot snapshot = recorder.take(NO_GRACE, true);
        ContextInfo context = context(snapshot, "mailer").orElseThrow();
        ThreadInfo thread = Recorders.thread(snapshot, blocked.thread());
        assertThat(thread.context()).isEqualTo(context.id());
        assertThat(context.threads()).containsExactly(thread.id());
        assertThat(thread.role()).isEqualTo("user");
        assertThat(thread.state()).isEqualTo("WAITING");
        assertThat(thread.site()).startsWith("shop.Blocked.");
        assertThat(thread.blocked().family()).isEqualTo("queue");
        assertThat(thread.blocked().call()).isEqualTo("LinkedBlockingQueue.take");
        assertThat(thread.blocked().forMillis()).isNull();
        assertThat(thread.stack()).anyMatch(frame -> frame.contains("LinkedBlockingQueue.take"));
    }

    @Test
    void stacksAreLeftOutUnlessTheyAreAskedFor() {
        assertThat(recorder.take(NO_GRACE, false).threads())
                .allSatisfy(thread -> assertThat(thread.stack()).isEmpty());
    }

    @Test
    void aDoneContextIsListedWhileAThreadRunsUnderItAndThenNoMore() throws Exception {
        CancelScope scope = Orders.open(Context.background(), "finished");
        CountDownLatch leave = new CountDownLatch(1);
        Blocked blocked = opened(Blocked.in(
                () -> scope.call(() -> {
                    leave.await();
                    return null;
                }),
                leave::countDown));
        await().until(() -> !context(recorder.take(NO_GRACE, false), "finished")
                .orElseThrow()
                .threads()
                .isEmpty());
        scope.cancel(new IOException("client gone", new ConnectException("reset")));

        Snapshot snapshot = recorder.take(NO_GRACE, false);
        ContextInfo context = context(snapshot, "finished").orElseThrow();
        assertThat(context.state()).isEqualTo("canceled");
        assertThat(context.cause()).isEqualTo("java.io.IOException: client gone");
        assertThat(context.causedBy()).containsExactly("java.net.ConnectException: reset");
        assertThat(context.doneForMillis()).isBetween(0L, 60_000L);
        assertThat(snapshot.counts().contexts().done()).isGreaterThanOrEqualTo(1);

        blocked.close();
        assertThat(context(recorder.take(NO_GRACE, false), "finished")).isEmpty();
    }

    @Test
    void aContextIsCancelledByTheIdThatSnapshotsGiveIt() {
        CancelScope scope = opened(Orders.open(Context.background(), "unwanted"));
        Snapshot snapshot = recorder.take(NO_GRACE, false);
        String id = context(snapshot, "unwanted").orElseThrow().id();
        IOException cause = new IOException("enough");

        assertThat(recorder.cancel(id, cause, true)).isEqualTo(Outcome.CANCELABLE);
        assertThat(scope.context().isDone()).isFalse();
        assertThat(recorder.cancel(id + "@9", cause, false)).isEqualTo(Outcome.NOT_LIVE);
        assertThat(recorder.cancel(id, cause, false)).isEqualTo(Outcome.CANCELED);
        assertThat(scope.context().cause()).isSameAs(cause);
        assertThat(recorder.cancel(id, cause, false)).isEqualTo(Outcome.NOT_LIVE);
        String root = snapshot.contexts().stream()
                .filter(each -> each.kind().equals("background"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(recorder.cancel(root, cause, false)).isEqualTo(Outcome.NEVER_DONE);
    }

    @Test
    void aLayerOfValuesShowsItsKeyInWhatIsDerivedFromIt() {
        opened(Orders.open(Orders.traced(Context.background()), "derived"));
        assertThat(context(recorder.take(NO_GRACE, false), "derived")
                        .orElseThrow()
                        .keys())
                .containsExactly("traceId");
    }

    @Test
    void aLayerThatAThreadRunsUnderShowsItsKeyInTheContextBelow() {
        CancelScope scope = opened(Orders.open(Context.background(), "layered"));
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        assertThat(context(recorder.take(NO_GRACE, false), "layered")
                        .orElseThrow()
                        .keys())
                .isEmpty();
        Blocked blocked = opened(Blocked.in(() -> Orders.traced(scope.context()).call(queue::take)));
        await().untilAsserted(() -> {
            ContextInfo context =
                    context(recorder.take(NO_GRACE, false), "layered").orElseThrow();
            assertThat(context.keys()).containsExactly("traceId");
            assertThat(context.threads()).hasSize(1);
        });
        assertThat(blocked.thread().isAlive()).isTrue();
    }

    @Test
    void anUncancelledContextIsFoundWhenItsOwnerHasEnded() throws Exception {
        CancelScope[] scopes = new CancelScope[2];
        Thread owner = new Thread(
                () -> {
                    scopes[0] = Orders.open(Context.background(), "leaked-1");
                    scopes[1] = Orders.open(Context.background(), "leaked-2");
                    Threads.ending();
                },
                "gone");
        owner.start();
        owner.join();
        opened(scopes[0]);
        opened(scopes[1]);

        Snapshot snapshot = recorder.take(NO_GRACE, false);
        ContextInfo context = context(snapshot, "leaked-1").orElseThrow();
        Finding finding = findings(snapshot, "CTX101").stream()
                .filter(each -> each.contexts().contains(context.id()))
                .findAny()
                .orElseThrow();
        assertThat(finding.slug()).isEqualTo("uncancelled-context");
        assertThat(finding.severity()).isEqualTo("error");
        assertThat(finding.origin()).isEqualTo("application");
        assertThat(finding.count()).isEqualTo(2);
        assertThat(finding.site()).startsWith("shop.Orders.open(Orders.java:");
        assertThat(finding.fingerprint()).isEqualTo(Fingerprint.of("CTX101", List.of("shop.Orders#open")));
        assertThat(finding.message()).contains("thread gone");
        assertThat(context.ownerEnded()).isTrue();
        assertThat(context.findings()).containsExactly("CTX101");

        scopes[0].close();
        scopes[1].close();
        assertThat(findings(recorder.take(NO_GRACE, false), "CTX101")).doesNotContain(finding);
    }

    @Test
    void youngerThanTheGraceItIsNoFindingAndCostsNoTime() throws Exception {
        CancelScope[] scopes = new CancelScope[1];
        Thread owner = new Thread(() -> {
            scopes[0] = Orders.open(Context.background(), "young");
            Threads.ending();
        });
        owner.start();
        owner.join();
        opened(scopes[0]);
        Snapshot snapshot = recorder.take(Duration.ofHours(1), false);
        assertThat(context(snapshot, "young").orElseThrow().findings()).isEmpty();
    }

    @Test
    void atExitEveryLiveContextThatSomebodyShouldHaveCancelledIsFound() {
        opened(Orders.open(Context.background(), "still-open"));
        Snapshot snapshot = recorder.takeAtExit();
        assertThat(context(snapshot, "still-open").orElseThrow().findings()).containsExactly("CTX101");
        assertThat(snapshot.contexts())
                .filteredOn(context ->
                        context.kind().equals("background") || context.kind().equals("shutdown"))
                .allSatisfy(context -> assertThat(context.findings()).isEmpty());
    }

    @Test
    void aTodoIsListedWithItsSiteAndNoted() {
        Context todo = Orders.todo();
        CancelScope below = opened(Orders.open(todo, "below-todo"));
        Snapshot snapshot = recorder.take(NO_GRACE, false);
        assertThat(below.context().isDone()).isFalse();
        assertThat(findings(snapshot, "CTX207")).anySatisfy(finding -> {
            assertThat(finding.site()).startsWith("shop.Orders.todo(Orders.java:");
            assertThat(finding.severity()).isEqualTo("note");
        });
    }

    @Test
    void aScopeThatWasCollectedIsALostCancel() {
        Context kept = Orders.open(Context.background(), "lost").context();
        await().untilAsserted(() -> {
            System.gc();
            assertThat(findings(recorder.take(NO_GRACE, false), "CTX105")).anySatisfy(finding -> {
                assertThat(finding.site()).startsWith("shop.Orders.open(Orders.java:");
                assertThat(finding.message()).contains("\"lost\"");
            });
        });
        assertThat(kept.isDone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "degraded"})
    void aHookThatDoesNotSeeMakesThePictureIncomplete(String state) {
        Recorder partly = new Recorder(
                Recorders.settings("startup", 0, new HookInfo("socket", "sun.nio.ch.NioSocketImpl.read", state)));
        Snapshot snapshot = partly.take(NO_GRACE, false);
        assertThat(snapshot.agent().complete()).isFalse();
        assertThat(findings(snapshot, "CTX901"))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("sun.nio.ch.NioSocketImpl.read is " + state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bound", "off", "unused"})
    void otherStatesOfHooksLeaveItComplete(String state) {
        Recorder whole = new Recorder(
                Recorders.settings("startup", 0, new HookInfo("socket", "sun.nio.ch.NioSocketImpl.read", state)));
        Snapshot snapshot = whole.take(NO_GRACE, false);
        assertThat(snapshot.agent().complete()).isTrue();
        assertThat(findings(snapshot, "CTX901")).isEmpty();
    }

    @Test
    void aLateAttachAndLostRecordsMakeItIncomplete() {
        Snapshot late = new Recorder(Recorders.settings("attached", 0)).take(NO_GRACE, false);
        assertThat(late.agent().complete()).isFalse();
        assertThat(findings(late, "CTX901").get(0).message()).contains("attached");
        Snapshot lossy = new Recorder(Recorders.settings("startup", 3)).take(NO_GRACE, false);
        assertThat(lossy.agent().complete()).isFalse();
        assertThat(lossy.agent().droppedEvents()).isEqualTo(3);
        assertThat(findings(lossy, "CTX901").get(0).message()).contains("3 records were lost");
    }

    @Test
    void theHeaderSaysWhichJvmItIs() {
        Snapshot snapshot = recorder.take(NO_GRACE, false);
        assertThat(snapshot.schema()).isEqualTo("ctx-snapshot/1");
        assertThat(snapshot.jvm().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(snapshot.jvm().jdk()).isEqualTo(System.getProperty("java.version"));
        assertThat(snapshot.jvm().uptimeMillis()).isPositive();
        assertThat(snapshot.agent().mode()).isEqualTo("enforce");
        assertThat(snapshot.agent().loaded()).isEqualTo("startup");
    }

    @Test
    void theCountsAgreeWithTheLists() {
        opened(Orders.open(Context.background(), "counted"));
        Snapshot snapshot = recorder.take(NO_GRACE, false);
        assertThat(snapshot.counts().contexts().live()).isEqualTo((int)
                snapshot.contexts().stream().filter(ContextInfo::live).count());
        assertThat(snapshot.counts().threads().live())
                .isEqualTo(snapshot.threads().size());
        assertThat(snapshot.counts().threads().unowned()).isEqualTo((int) snapshot.threads().stream()
                .filter(thread -> thread.role().equals("user") && thread.context() == null)
                .count());
    }
}
