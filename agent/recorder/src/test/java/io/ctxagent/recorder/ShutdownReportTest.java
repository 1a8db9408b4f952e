package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.boot.Current;
import io.ctxagent.boot.Port;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shop.Blocked;

class ShutdownReportTest {

    private final FakeApi api = new FakeApi();
    private final Recorder recorder = Recorders.startup();
    private final Set<String> before = Set.copyOf(names(recorder.atShutdown(Thread.currentThread())));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aGracefulShutdownIsOneLine() {
        assertThat(new ShutdownReport(List.of(), 0).graceful()).isTrue();
        assertThat(new ShutdownReport(List.of(), 0).lines())
                .containsExactly("ctx-agent: graceful shutdown: 1 live thread, 0 live contexts");
    }

    @Test
    void whatIsLeftIsCountedAlwaysInThePlural() {
        assertThat(new ShutdownReport(List.of("  a"), 0).lines())
                .containsExactly("ctx-agent: shutdown left 1 live threads, 0 live contexts", "  a");
        assertThat(new ShutdownReport(List.of(), 3).lines())
                .containsExactly("ctx-agent: shutdown left 0 live threads, 3 live contexts");
    }

    @Test
    void contextsThatCannotBeDoneOrEndWithTheJvmDoNotCount() {
        int live = recorder.atShutdown(Thread.currentThread()).liveContexts();
        for (String kind : List.of("background", "todo", "shutdown", "withoutCancel")) {
            api.live(kind, row -> {});
        }
        assertThat(recorder.atShutdown(Thread.currentThread()).liveContexts()).isEqualTo(live);
        api.live("withCancel", row -> {});
        api.live("withTimeout", row -> {});
        assertThat(recorder.atShutdown(Thread.currentThread()).liveContexts()).isEqualTo(live + 2);
    }

    @Test
    void aThreadThatIsLeftHasNamePathCallAndFrame() throws Exception {
        Object shutdown = api.done("shutdown", 0, row -> {});
        Object server = api.done("withCancel", 0, row -> {
            row[Port.PARENT] = api.row(shutdown)[Port.ID];
            row[Port.NAME] = "server";
        });
        CountDownLatch ready = new CountDownLatch(2);
        try (Blocked above = Blocked.in(() -> waitUnder(shutdown, ready));
                Blocked left = Blocked.in(() -> waitUnder(server, ready))) {
            await().until(() -> ready.getCount() == 0
                    && above.thread().getState() == Thread.State.WAITING
                    && left.thread().getState() == Thread.State.WAITING);
            left.thread().setName("mailer\u001b[2J");
            assertThat(recorder.atShutdown(Thread.currentThread()).lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("  mailer?[2J  context.UntilShutdown.withCancel[server]"
                                    + "  blocked in LinkedBlockingQueue.take  shop.Blocked."));
        }
    }

    @Test
    void theThreadThatShutsDownDoesNotCount() {
        assertThat(before).doesNotContain(Thread.currentThread().getName());
        Thread another = new Thread(() -> {});
        assertThat(names(recorder.atShutdown(another)))
                .contains(Thread.currentThread().getName());
    }

    @Test
    void daemonsOfTheApplicationCountAndTheJdksDoNot() throws Exception {
        try (Blocked daemon = Blocked.in(() -> new LinkedBlockingQueue<>().take())) {
            daemon.thread().setName("left-daemon");
            assertThat(names(recorder.atShutdown(Thread.currentThread()))).contains("left-daemon");
        }
        assertThat(before).doesNotContain("Common-Cleaner", "Finalizer", "Signal Dispatcher");
        assertThat(before).noneMatch(name -> name.startsWith("surefire-"));
    }

    @Test
    void virtualThreadsOfTheApplicationCount() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        int threads = recorder.atShutdown(Thread.currentThread()).threads().size();
        try (Blocked virtual = Blocked.virtuallyIn(() -> new LinkedBlockingQueue<>().take())) {
            assertThat(virtual.thread().isAlive()).isTrue();
            assertThat(recorder.atShutdown(Thread.currentThread()).threads()).hasSize(threads + 1);
        }
    }

    private static Object waitUnder(Object context, CountDownLatch ready) throws InterruptedException {
        Current.SLOT.set(context);
        ready.countDown();
        return new LinkedBlockingQueue<>().take();
    }

    private static List<String> names(ShutdownReport report) {
        return report.threads().stream()
                .map(line -> line.strip().split("  ", 2)[0])
                .toList();
    }
}
