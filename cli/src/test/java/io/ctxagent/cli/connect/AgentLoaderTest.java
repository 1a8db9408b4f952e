package io.ctxagent.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ctxagent.cli.ChildJvm;
import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.TestJars;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    @Test
    void nor_does_one_that_the_user_gave_up() throws Exception {
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm child = ChildJvm.start()) {
            child.pause();
            try {
                // A parent that ignores Ctrl-C would have it ignore it too.
                Process attaching = new ProcessBuilder(
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Attaching.class.getName(),
                                child.id(),
                                agent.toString())
                        .inheritIO()
                        .start();
                await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(attachFile(child)));
                new ProcessBuilder("kill", "-INT", Long.toString(attaching.pid()))
                        .start()
                        .waitFor();
                assertThat(attaching.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(attachFile(child)).doesNotExist();
            } finally {
                child.resume();
            }
        }
    }

    private static Path attachFile(ChildJvm child) {
        return child.directory().resolve(".attach_pid" + child.pid());
    }

    /** Attaches to a JVM that does not answer, for longer than the test lasts. */
    static final class Attaching {

        private Attaching() {}

        public static void main(String[] args) throws Exception {
            JvmProcess jvm = new JvmProcesses().process(Long.parseLong(args[0]));
            new AgentLoader(jvm, Path.of(args[1]), Duration.ofMinutes(1)).load(jvm.agent());
        }
    }
}
