package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The verb that acts: whom it asks, and what reaches the agent. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class CancelVerbTest {

    private static final String WHAT = "GET /orders (request) c3, with 1 live context below and 1 thread";

    @TempDir
    private static Path directory;

    private static Path agent;

    @BeforeAll
    static void makeAgent() throws IOException {
        agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
    }

    @Test
    void it_acts_when_it_is_told_to_and_when_somebody_says_yes() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            Cli.Result no = Cli.answered("n\n", "cancel", jvm.id(), "c3");
            assertThat(no.err()).isEqualTo("Cancel " + WHAT + "? [y/N] ctxinspect: nothing was cancelled\n");
            assertThat(no.exitCode()).isZero();
            assertThat(Cli.run("tree", jvm.id(), "--json").out()).contains("\"mainClass\":\"{}\"");

            Cli.Result yes = Cli.answered("yes\n", "cancel", jvm.id(), "c3");
            assertThat(yes.out()).isEqualTo("canceled " + WHAT + "\n");
            assertThat(Cli.run("tree", jvm.id(), "--json").out()).contains("\"mainClass\":\"{id=c3}{}\"");

            assertThat(Cli.run("cancel", jvm.id(), "c3", "--yes", "--reason", "it hangs")
                            .succeeded()
                            .out())
                    .isEqualTo("canceled " + WHAT + "\n");
            assertThat(Cli.run("tree", jvm.id(), "--json").out())
                    .contains("\"mainClass\":\"{id=c3, reason=it hangs}{}\"");

            assertThat(Cli.run("cancel", jvm.id(), "c9", "--yes").succeeded().out())
                    .isEqualTo("c9 was done already: deadline-exceeded\n");
            assertThat(Cli.run("cancel", jvm.id(), "c1", "--yes").failedWith(2).err())
                    .contains("c1 is of a kind that is never done");
            assertThat(Cli.run("cancel", jvm.id(), "c99", "--yes").failedWith(3).err())
                    .contains("there is no live context c99 in JVM " + jvm.pid() + "; ctxinspect tree");
            assertThat(Cli.run("cancel", jvm.id(), "c3").failedWith(2).err()).contains("give --yes");
        }
    }

    @Test
    void an_agent_that_does_not_allow_it_is_four_and_says_how_to() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=no-cancel")) {
            assertThat(Cli.run("cancel", jvm.id(), "c3", "--yes").failedWith(4).err())
                    .isEqualTo("ctxinspect: the agent in JVM " + jvm.pid()
                            + " does not allow cancel; start the JVM with"
                            + " -javaagent:ctx-agent.jar=allow-cancel=true\n");
            assertThat(Cli.answered("y\n", "cancel", jvm.id(), "c3")
                            .failedWith(4)
                            .err())
                    .as("nobody is asked in vain")
                    .doesNotContain("[y/N]");
        }
    }

    @Test
    void nothing_in_a_file_can_be_cancelled() {
        assertThat(Cli.run("cancel", "file:/tmp/x.json", "c1", "--yes")
                        .failedWith(2)
                        .err())
                .contains("is a file");
    }
}
