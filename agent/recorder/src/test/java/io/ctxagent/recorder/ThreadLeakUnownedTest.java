package io.ctxagent.recorder;

import static io.ctxagent.recorder.Scene.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Owner;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreadLeakUnownedTest {

    private static final long SECOND = 1_000_000_000;
    private static final StackTraceElement WORK = frame("shop.Poller.run");

    private final ThreadLeakUnowned rule = new ThreadLeakUnowned();

    private static Scene afterMain() {
        return new Scene().thread("DestroyJavaVM", false, ThreadRole.JDK);
    }

    @Test
    void aThreadThatHoldsTheJvmAfterMainIsGivenTheGrace() {
        Scene scene = afterMain().thread("poller", false, ThreadRole.USER, WORK);
        long now = System.nanoTime();
        assertThat(rule.candidates(scene.seen(now, SECOND)))
                .singleElement()
                .satisfies(first -> assertThat(first.unknown()).isTrue());
        assertThat(rule.candidates(scene.seen(now + 2 * SECOND, SECOND)))
                .singleElement()
                .satisfies(later -> {
                    assertThat(later.held()).isEqualTo(Candidate.CERTAIN);
                    assertThat(later.site()).startsWith("shop.Poller.run(");
                    assertThat(later.message())
                            .isEqualTo("Thread \"poller\" holds the JVM although main has returned,"
                                    + " and belongs to no context.");
                });
    }

    @Test
    void atExitNothingIsLeftToWaitFor() {
        Scene scene = afterMain().thread("poller", false, ThreadRole.USER, WORK).atExit();
        assertThat(rule.candidates(scene.seen(SECOND)).get(0).held()).isEqualTo(Candidate.CERTAIN);
    }

    @Test
    void whileMainRunsNothingIsDecided() {
        Scene scene = new Scene().thread("poller", false, ThreadRole.USER, WORK);
        assertThat(rule.candidates(scene.seen(0))).isEmpty();
    }

    @Test
    void daemonsAndOthersAreNotTheApplicationsLeak() {
        Scene scene = afterMain()
                .thread("daemon", true, ThreadRole.USER, WORK)
                .thread("acceptor", false, ThreadRole.JDK, WORK)
                .thread("debugger", false, ThreadRole.TOOL, WORK)
                .thread("ctx-timer", false, ThreadRole.AGENT, WORK)
                .thread(
                        "container-0",
                        false,
                        ThreadRole.USER,
                        frame("org.springframework.boot.web.embedded.tomcat.TomcatWebServer$1.run"))
                .thread(
                        "Catalina-utility-1",
                        false,
                        ThreadRole.USER,
                        frame("org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run"))
                .thread("exits", false, ThreadRole.USER, frame("java.lang.Shutdown.exit"), WORK);
        assertThat(rule.candidates(scene.seen(0))).isEmpty();
    }

    @Test
    void fromATestItIsTheOneInWhichItWasStarted() {
        try (FakeApi api = new FakeApi()) {
            SeenTests tests = new SeenTests();
            Object context = api.live("test", row -> {});
            Scene scene = new Scene(tests);
            SeenContext test = scene.tree().resolve(context);
            Owner owner = FakeApi.endedOwner();
            tests.began(test.id(), new SeenTests.SeenTest("[method:pays()]", Set.of(), owner));
            StackTraceElement[] started = {
                frame("java.lang.Thread.start"), frame("java.util.concurrent.ThreadPoolExecutor.addWorker"),
                frame("shop.Payments.open"), frame("shop.PaymentsTest.pays")
            };
            scene.thread("pool-1-thread-1", false, ThreadRole.USER, test, started);
            Candidate found = rule.candidates(scene.seen(System.nanoTime() + 3 * SECOND, SECOND))
                    .get(0);
            assertThat(found.held()).isGreaterThanOrEqualTo(2 * SECOND);
            assertThat(found.site()).startsWith("shop.Payments.open(");
            assertThat(found.frames()).isEqualTo(List.of("shop.Payments#open"));
            assertThat(scene.tree().tests().of(found.context()).id()).isEqualTo("[method:pays()]");
        }
    }
}
