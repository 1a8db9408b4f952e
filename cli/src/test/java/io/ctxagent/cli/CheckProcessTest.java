package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a build server sees of the gate: the exit code of a process, its two streams, and the job summary. */
@Timeout(60)
class CheckProcessTest {

    @TempDir
    private Path directory;

    @Test
    void each_exit_code_of_the_gate() throws Exception {
        Path shop = Cli.file("shop.json", directory);
        Path late = Cli.file("late.json", directory);
        Path none = Files.writeString(directory.resolve("none.json"), "{}");
        Path baseline = directory.resolve("ctx-baseline.json");

        assertThat(check(1, shop.toString(), "--format", "github")).contains("::error title=Leak check::FAILED");
        assertThat(directory.resolve("summary")).content().startsWith("## Leak check: failed");
        assertThat(check(0, shop.toString(), "--baseline", "ctx-baseline.json", "--create-baseline", "--reason", "old"))
                .startsWith("PASSED");
        assertThat(baseline).exists();
        check(7, late.toString(), "--strict");
        check(2, directory + "/nowhere");
        check(6, none.toString());
    }

    /** Root too may not open what can only be written to. */
    @Test
    void a_report_that_may_not_be_read_is_four() throws Exception {
        Path onlyWritten = Path.of("/sys/bus/platform/drivers_probe");
        assumeThat(onlyWritten).exists();
        check(4, onlyWritten.toString());
    }

    private String check(int exitCode, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CtxInspect.class.getName(),
                "check"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .put("GITHUB_STEP_SUMMARY", directory.resolve("summary").toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.redirectError(directory.resolve("err").toFile());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String err = Files.readString(directory.resolve("err"));
        assertThat(process.exitValue()).as(err).isEqualTo(exitCode);
        if (exitCode == 2 || exitCode == 4 || exitCode == 6) {
            assertThat(out).isEmpty();
            assertThat(err).startsWith("ctxinspect: ").hasLineCount(1);
        }
        return out;
    }
}
