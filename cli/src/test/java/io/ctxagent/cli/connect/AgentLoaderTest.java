package io.ctxagent.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ctxagent.cli.ChildJvm;
import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.TestJars;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The loader without the checks before it, as when a JVM is stopped just after them. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class AgentLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void an_attach_that_timed_out_leaves_no_file() throws Exception {
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm child = ChildJvm.start()) {
            JvmProcess jvm = new JvmProcesses().process(child.pid());
            child.pause();
            try {
                assertThatThrownBy(() -> new AgentLoader(jvm, agent, Duration.ofSeconds(1)).load(jvm.agent()))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ATTACH_REFUSED))
                        .hasMessageContaining("did not take the agent within 1000ms");
                assertThat(child.directory()).isEmptyDirectory();
                try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
                    assertThat(files.map(file -> file.getFileName().toString()))
                            .doesNotContain(".attach_pid" + child.pid());
                }
            } finally {
                child.resume();
            }
        }
    }
}
