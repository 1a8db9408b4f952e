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

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DetachTest {

    @TempDir
    private static Path directory;

    private static Path agent;

    @BeforeAll
    static void makeAgent() throws IOException {
        agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
    }

    @Test
    void detach_says_what_it_did_and_what_stays() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            assertThat(Cli.run("detach", jvm.id()).succeeded().out())
                    .isEqualTo("ctx-agent has left JVM " + jvm.pid() + ": 112 classes restored, socket closed\n"
                            + "2 calls blocked at that moment: sockets wait on as without the agent,"
                            + " the others still end with their context\n"
                            + "stays until the JVM ends:\n"
                            + "  the bridge\n");
        }
    }

    @Test
    void a_class_that_is_not_restored_is_six() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=keeps-a-class")) {
            Cli.Result result = Cli.run("detach", jvm.id());
            assertThat(result.exitCode()).isEqualTo(6);
            assertThat(result.err()).contains("would not restore java.lang.Thread");
        }
    }

    @Test
    void without_the_agent_there_is_nothing_to_detach() throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(Cli.run("detach", jvm.id()).failedWith(6).err()).contains("ctxinspect attach " + jvm.pid());
        }
    }

    @Test
    void a_file_has_no_agent() {
        assertThat(Cli.run("detach", "file:/tmp/snapshot.json").failedWith(2).err())
                .contains("is a file");
    }
}
