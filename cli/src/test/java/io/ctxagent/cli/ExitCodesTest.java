package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each exit code, as a shell gets it. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class ExitCodesTest {

    @TempDir
    private Path directory;

    @Test
    void each_exit_code_comes_out_of_a_real_process() throws Exception {
        String shop = "file:" + Cli.file("shop.json", directory);
        String late = "file:" + Cli.file("late.json", directory);
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm bare = ChildJvm.start();
                ChildJvm closed = ChildJvm.start("-XX:+DisableAttachMechanism");
                ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=no-cancel")) {
            Cli.run("tree", jvm.id()).succeeded();
            // All at once: nobody waits for a JVM that starts.
            CliProcess watch = CliProcess.start(directory, "watch", jvm.id(), "-i", "50ms");
            CliProcess ok = CliProcess.start(directory, "explain", "CTX101");
            CliProcess findings = CliProcess.start(directory, "leaks", shop);
            CliProcess usage = CliProcess.start(directory, "tree");
            CliProcess missing = CliProcess.start(directory, "tree", "file:/none.json");
            CliProcess permission = CliProcess.start(directory, "cancel", jvm.id(), "c3", "--yes");
            CliProcess refused = CliProcess.start(directory, "attach", closed.id());
            CliProcess doctor =
                    CliProcess.start(directory, null, CliProcess.SMALL, "doctor", "--agent-jar", agent.toString());
            CliProcess agentless = CliProcess.start(directory, "tree", bare.id());
            CliProcess incomplete = CliProcess.start(directory, "leaks", late, "--strict");
            CliProcess full = CliProcess.start(directory, new File("/dev/full"), List.of(), "tree", shop);

            assertThat(ok.result().succeeded().out()).startsWith("CTX101 ");
            assertThat(findings.result().exitCode()).isEqualTo(1);
            usage.result().failedWith(2);
            missing.result().failedWith(3);
            permission.result().failedWith(4);
            assertThat(refused.result().failedWith(5).err()).contains("-XX:+DisableAttachMechanism");
            assertThat(agentless.result().failedWith(6).err()).contains("ctxinspect attach " + bare.pid());
            assertThat(incomplete.result().exitCode()).isEqualTo(7);
            assertThat(full.result().failedWith(70).err())
                    .isEqualTo("ctxinspect: cannot write the result: No space left on device\n");

            assertThat(doctor.result().succeeded().out())
                    .contains("ok    jdk.attach  this Java has no such module; ctxinspect attaches by itself\n");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watch.out().lines().count() > 2);
            watch.signal("INT");
            Cli.Result interrupted = watch.result();
            assertThat(interrupted.exitCode()).isEqualTo(130);
            assertThat(interrupted.err()).isEmpty();
            assertThat(interrupted.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        }
    }
}
