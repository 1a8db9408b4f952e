package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.programs.EveryCallProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a snapshot shows of each blocked call, and that mode {@code observe} ends none of them: every case of {@link WakeIT} and
 * {@link CallsIT} in one JVM, still blocked after its context was cancelled. The calls that nothing can wake are shown under
 * {@code enforce}.
 */
class BlockedIT {

    static final String WAKEABLE = WakeIT.JUC + ",socket," + CallsIT.FAMILIES + "," + ChannelIT.FAMILIES;

    @ParameterizedTest(name = "observe: {0} threads")
    @MethodSource("threads")
    void whatIsOnlyObservedIsShownAndStaysBlocked(String thread) throws Exception {
        List<String> families = new ArrayList<>(List.of(WAKEABLE));
        Stream.of("postgresql", "mariadb").filter(WakeIT::answers).forEach(families::add);
        observe(String.join(",", families), thread);
    }

    /** It works in the calling thread: as virtual ones, its statements would leave no carrier for the others. */
    @Test
    void whatIsOnlyObservedOfAnEmbeddedDatabaseIsShownAndStaysBlocked() throws Exception {
        observe("h2,waits-h2", "platform");
    }

    private static void observe(String families, String thread) throws Exception {
        // A wait for the lock of a file holds its carrier.
        List<String> flags = List.of(
                "-javaagent:" + ChildJvm.AGENT + "=mode=observe", "-Djdk.virtualThreadScheduler.parallelism=24");
        try (ChildJvm jvm = ChildJvm.start(flags, EveryCallProgram.class, families, thread)) {
            look(jvm, "observe", true);
        }
    }

    static Stream<String> threads() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    @ParameterizedTest(name = "enforce: {0}")
    @MethodSource("threads")
    void whatCannotBeWokenIsShownAsNotCancellable(String thread) throws Exception {
        Path pipe = Files.createTempDirectory("hosts").resolve("hosts");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
        // Each call in the operating system holds its carrier.
        List<String> flags = List.of(
                "-javaagent:" + ChildJvm.AGENT,
                "-Djdk.net.hosts.file=" + pipe,
                "-Djdk.virtualThreadScheduler.parallelism=16");
        try (ChildJvm jvm = ChildJvm.start(flags, EveryCallProgram.class, "unwakeable", thread)) {
            look(jvm, "enforce", false);
        } finally {
            Files.delete(pipe);
            Files.delete(pipe.getParent());
        }
    }

    static void look(ChildJvm jvm, String mode, boolean cancellable) throws Exception {
        int port =
                Integer.parseInt(jvm.awaitLine(line -> line.startsWith("PORT ")).substring("PORT ".length()));
        Snapshot before = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("grace", "0ms"));
        assertThat(before.agent().mode()).isEqualTo(mode);
        assertThat(before.agent().hooks())
                .noneMatch(hook -> List.of("missing", "degraded").contains(hook.state()));
        // Started under contexts, for the work of all.
        assertThat(before.threads())
                .filteredOn(thread -> thread.name().matches("HttpClient-.*|process reaper.*"))
                .allMatch(thread -> thread.context() == null);
        List<ShownCase> cases = ShownCase.of(jvm);
        assertThat(cases).isNotEmpty();
        for (ShownCase each : cases) {
            ThreadInfo thread = each.in(before);
            BlockedInfo blocked = thread.blocked();
            assertThat(blocked).as("%s: %s", each, thread).isNotNull();
            assertThat(blocked.call()).as("%s", each).isEqualTo(each.call());
            assertThat(blocked.family()).as(each.name()).isEqualTo(each.familyShown());
            assertThat(blocked.cancellable())
                    .as("%s can be cancelled", each.name())
                    .isEqualTo(cancellable);
            assertThat(thread.context()).as(each.name()).isEqualTo(each.contextId(before));
            if (!each.shownByItsStack()) {
                assertThat(blocked.forMillis()).as("%s since when", each.name()).isNotNull();
            }
        }
        tell(port);
        jvm.awaitLine("TOLD"::equals);
        assertThat(jvm.out().stream().filter(line -> line.startsWith("ENDED "))).isEmpty();
        tell(port);
    }

    private static void tell(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(1);
        }
    }
}
