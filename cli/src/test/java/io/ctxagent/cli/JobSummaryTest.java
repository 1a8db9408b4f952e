package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.LeakReport;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSummaryTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void it_is_added_to_what_the_step_has_said_already() throws IOException {
        Path file = Files.writeString(directory.resolve("summary"), "# Tests\n");
        JobSummary.append(verdict(1), file);
        assertThat(file)
                .content()
                .startsWith("# Tests\n\n## Leak check: failed\n")
                .contains("CTX101");
    }

    @Test
    void the_page_of_a_step_stays_within_one_mebibyte() throws IOException {
        Path file = directory.resolve("summary");
        JobSummary.append(verdict(9000), file);
        assertThat(Files.size(file)).isLessThanOrEqualTo(MIB).isGreaterThan(MIB - 2000);
        assertThat(file).content().contains("**Truncated:**");

        JobSummary.append(verdict(9000), file);
        assertThat(Files.size(file)).as("no room left").isLessThanOrEqualTo(MIB);
    }

    private static Verdict verdict(int findings) {
        List<Finding> all = IntStream.range(0, findings)
                .mapToObj(i -> new Finding(
                        "CTX101",
                        "uncancelled-context",
                        "error",
                        "application",
                        "fp" + i,
                        1,
                        1,
                        List.of(),
                        List.of(),
                        "shop.Cache.start(Cache.java:52)",
                        "Nobody cancels it.",
                        "close its scope.",
                        List.of()))
                .toList();
        return Judge.judge(
                new LeakReport(List.of(), all, List.of()), Policy.of(Severity.ERROR, LocalDate.EPOCH), null, null);
    }
}
