package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.programs.ShutdownProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM under {@code shutdown=}: the last lines of standard error. */
@Execution(ExecutionMode.CONCURRENT)
class ShutdownIT {

    private static final int SIGTERM = 128 + 15;
    private static final Map<String, Integer> CODES = Map.of("exit", 3, "throw", 1);
    private static final String GRACEFUL = "ctx-agent: graceful shutdown: 1 live thread, 0 live contexts";

    @Test
    void aCleanProgramEndsWithOneThreadAndNoContext() {
        try (ChildJvm jvm = terminated("shutdown=20s", "clean")) {
            assertThat(jvm.err()).containsExactly(GRACEFUL);
            assertThat(jvm.out()).contains("worker ends: context canceled");
        }
    }

    @Test
    void aThreadThatStaysIsNamedWithItsContextItsCallAndItsFrame() {
        try (ChildJvm jvm = terminated("shutdown=1s", "stubborn")) {
            assertThat(jvm.err()).hasSize(2);
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 1 live threads, 0 live contexts");
            assertThat(jvm.err().get(1))
                    .contains("stubborn", "context.UntilShutdown.withCancel[workers]", "ReentrantLock.lock");
        }
    }

    @Test
    void aHookOfTheApplicationThatNeverEndsIsOvertaken() {
        try (ChildJvm jvm = ChildJvm.withAgent("shutdown=1s", ShutdownProgram.class, "hook")) {
            jvm.awaitLine("READY"::equals);
            jvm.terminate();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> jvm.err().size() >= 2);
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 1 live threads, 0 live contexts");
            assertThat(jvm.err().get(1)).contains("slow-hook");
        }
    }

    @Test
    void aContextThatIsStillLiveIsCounted() {
        try (ChildJvm jvm = terminated("shutdown=1s", "leak")) {
            assertThat(jvm.err()).containsExactly("ctx-agent: shutdown left 0 live threads, 1 live contexts");
        }
    }

    @Test
    void withoutTheOptionNothingIsPrinted() {
        try (ChildJvm jvm = terminated("", "clean")) {
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void theReportHasWhatIsLeft(@TempDir Path folder) throws IOException {
        Path reports = folder.resolve("reports");
        try (ChildJvm jvm = terminated("report=" + reports, "leak")) {
            assertThat(jvm.err()).isEmpty();
            assertThat(report(reports, jvm).findings())
                    .anyMatch(finding -> finding.rule().equals("CTX101"));
        }
    }

    @Test
    void aJvmThatIsKilledLeavesTheMarkOfItsStart(@TempDir Path folder) throws IOException {
        Path reports = folder.resolve("reports");
        try (ChildJvm jvm = ChildJvm.withAgent("report=" + reports, ShutdownProgram.class, "clean")) {
            jvm.awaitLine("READY"::equals);
            jvm.signal("KILL");
            jvm.awaitExit(Duration.ofSeconds(30));
            try (Stream<Path> all = Files.list(reports)) {
                assertThat(all).containsExactly(reports.resolve("ctx-leaks-" + jvm.pid() + ".started"));
            }
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsOneLineAndTheProgramEndsAsEver(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        try (ChildJvm jvm = terminated("report=" + file.resolve("below"), "clean")) {
            assertThat(jvm.err())
                    .containsExactly("ctx-agent: the report could not be written to " + file.resolve("below")
                            + ": Not a directory");
        }
    }

    private static Snapshot report(Path directory, ChildJvm jvm) throws IOException {
        try (InputStream in = Files.newInputStream(directory.resolve("ctx-leaks-" + jvm.pid() + ".json"))) {
            return SnapshotReader.read(in);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"2, signal", "0, exit", "0, main", "0, throw"})
    void howeverItEndsTheContextIsCancelledTheReportWrittenAndTheExitCodeStays(
            int signal, String end, @TempDir Path folder) throws IOException {
        Path reports = folder.resolve("not/there/yet");
        String options = "shutdown=20s,report=" + reports;
        try (ChildJvm jvm = ChildJvm.withAgent(options, ShutdownProgram.class, "clean", end)) {
            jvm.awaitLine("READY"::equals);
            if (signal != 0) {
                assumeFalse(ignoresSigint(jvm.pid()), "started in the background, where SIGINT is ignored");
                jvm.signal("INT");
            }
            int expected = signal != 0 ? 128 + signal : CODES.getOrDefault(end, 0);
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isEqualTo(expected);
            List<String> ours = jvm.err().stream()
                    .filter(line -> line.startsWith("ctx-agent"))
                    .toList();
            assertThat(ours).containsExactly(GRACEFUL);
            assertThat(jvm.err()).last().isEqualTo(GRACEFUL);
            assertThat(jvm.out()).contains("worker ends: context canceled");
            try (Stream<Path> all = Files.list(reports)) {
                assertThat(all).containsExactly(reports.resolve("ctx-leaks-" + jvm.pid() + ".json"));
            }
            Snapshot snapshot = report(reports, jvm);
            assertThat(snapshot.jvm().pid()).isEqualTo(jvm.pid());
            assertThat(snapshot.findings())
                    .as("a report is written also where nothing is found")
                    .isEmpty();
        }
    }

    @Test
    void theLastLineComesAfterTheApplicationsOwnHooks() {
        try (ChildJvm jvm = terminated("shutdown=20s", "tidy hook")) {
            assertThat(jvm.err()).containsExactly("tidy-hook begins", "tidy-hook ends", GRACEFUL);
        }
    }

    /** Which never ends without the agent either: the JVM waits for its hooks, and this one for the JVM. */
    @Test
    void aHookThatCallsExitIsOvertakenAndNotEnded() {
        try (ChildJvm jvm = ChildJvm.withAgent("shutdown=1s", ShutdownProgram.class, "exiting hook")) {
            jvm.awaitLine("READY"::equals);
            jvm.terminate();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> jvm.err().size() >= 2);
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 1 live threads, 0 live contexts");
            assertThat(jvm.err().get(1)).startsWith("  exiting-hook  no context");
            assertThat(jvm.process().isAlive()).isTrue();
        }
    }

    @Test
    void theExitIsNotDelayedBeyondTheDuration() {
        long before = System.nanoTime();
        try (ChildJvm jvm = terminated("shutdown=1h", "clean")) {
            assertThat(jvm.err()).containsExactly(GRACEFUL);
        }
        // A program that ends orderly does not use up its hour.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(2));
    }

    @ParameterizedTest(name = "jdk.trackAllThreads={0}")
    @ValueSource(strings = {"true", "false"})
    void virtualThreadsAreCountedAlsoThoseThatTheJvmDoesNotList(String tracked) {
        assumeTrue(Runtime.version().feature() >= 21);
        List<String> flags =
                List.of("-Djdk.trackAllThreads=" + tracked, "-javaagent:" + ChildJvm.AGENT + "=shutdown=1s");
        try (ChildJvm jvm = ended(ChildJvm.start(flags, ShutdownProgram.class, "virtual"))) {
            assertThat(jvm.err()).hasSize(4);
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 3 live threads, 0 live contexts");
            assertThat(jvm.err().subList(1, 4))
                    .filteredOn(line -> line.contains("context.UntilShutdown.withCancel[workers]"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("ReentrantLock.lock"));
            assertThat(jvm.err().subList(1, 4))
                    .filteredOn(line -> line.contains("no context"))
                    .singleElement()
                    .asString()
                    .contains("ShutdownProgram.forEver(");
        }
    }

    /** Nothing of the JDK's counts: dispatcher, timers, selector, idle workers. */
    @ParameterizedTest
    @ValueSource(strings = {"server", "jdk pools"})
    void whatTheJdkKeepsForItselfDoesNotCount(String program) {
        try (ChildJvm jvm = terminated("shutdown=20s", program)) {
            assertThat(jvm.err()).containsExactly(GRACEFUL);
        }
    }

    @Test
    void theExecutorThatTheApplicationGaveTheServerCounts() {
        try (ChildJvm jvm = terminated("shutdown=1s", "server and pool")) {
            assertThat(jvm.err()).hasSize(2);
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 1 live threads, 0 live contexts");
            assertThat(jvm.err().get(1)).startsWith("  pool-");
        }
    }

    @Test
    void theDaemonsOfAPoolThatWasNotClosedAreTheApplications() {
        try (ChildJvm jvm = terminated("shutdown=1s", "hikari")) {
            // Its logging may have complained before.
            List<String> last = jvm.err().stream()
                    .dropWhile(line -> !line.startsWith("ctx-agent:"))
                    .toList();
            assertThat(last.get(0)).matches("ctx-agent: shutdown left [1-9] live threads, 0 live contexts");
            assertThat(last.subList(1, last.size())).isNotEmpty().allMatch(line -> line.startsWith("  HikariPool-1"));
        }
    }

    @Test
    void aDaemonThatTheApplicationStartedCounts() {
        try (ChildJvm jvm = terminated("shutdown=1s", "daemon")) {
            assertThat(jvm.err().get(0)).isEqualTo("ctx-agent: shutdown left 1 live threads, 0 live contexts");
        }
    }

    private static boolean ignoresSigint(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }

    private static ChildJvm terminated(String options, String program) {
        return ended(ChildJvm.withAgent(options, ShutdownProgram.class, program));
    }

    private static ChildJvm ended(ChildJvm jvm) {
        jvm.awaitLine("READY"::equals);
        jvm.terminate();
        assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isEqualTo(SIGTERM);
        return jvm;
    }
}
