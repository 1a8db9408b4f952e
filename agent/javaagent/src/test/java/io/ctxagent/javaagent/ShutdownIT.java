package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.programs.ShutdownProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under {@code shutdown=}: the last lines of standard error. */
class ShutdownIT {

    private static final int SIGTERM = 128 + 15;
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
            org.awaitility.Awaitility.await()
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
    void theReportIsWrittenWithWhatIsLeftAndNothingBesideIt(@TempDir Path folder) throws IOException {
        Path reports = folder.resolve("reports");
        try (ChildJvm jvm = terminated("report=" + reports, "leak")) {
            assertThat(jvm.err()).isEmpty();
            Path file = reports.resolve("ctx-leaks-" + jvm.pid() + ".json");
            try (InputStream in = Files.newInputStream(file);
                    Stream<Path> all = Files.list(reports)) {
                Snapshot snapshot = SnapshotReader.read(in);
                assertThat(snapshot.findings())
                        .anyMatch(finding -> finding.rule().equals("CTX101"));
                assertThat(all).containsExactly(file);
            }
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsOneLineAndTheProgramEndsAsEver(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        try (ChildJvm jvm = terminated("report=" + file.resolve("below"), "clean")) {
            assertThat(jvm.err()).singleElement().asString().startsWith("ctx-agent: the report could not be written");
        }
    }

    private static ChildJvm terminated(String options, String program) {
        ChildJvm jvm = ChildJvm.withAgent(options, ShutdownProgram.class, program);
        jvm.awaitLine("READY"::equals);
        jvm.terminate();
        assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isEqualTo(SIGTERM);
        return jvm;
    }
}
