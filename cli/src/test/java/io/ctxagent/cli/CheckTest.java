package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.SnapshotReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate, over reports in files: shop.json has two errors and a note, late.json a note and is incomplete. */
class CheckTest {

    private static final String HEAD = "{\"schema\":\"ctx-baseline/1\",\"entries\":[";

    @TempDir
    private Path directory;

    private Path reports;
    private Path baseline;

    @BeforeEach
    void write() throws IOException {
        reports = Files.createDirectories(directory.resolve("ctx-leaks"));
        baseline = directory.resolve("ctx-baseline.json");
        copy("shop.json", "ctx-leaks-1.json");
    }

    @Test
    void findings_that_count_are_one() {
        Cli.Result result = check();
        assertThat(result.out()).startsWith("FAILED: 2 errors\n3 findings: 2 errors, 1 note\n1 report, JDK 25.0.3");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(check("--fail-on", "warning").exitCode()).isEqualTo(1);
        assertThat(check("--fail-on=none").exitCode()).isZero();
        assertThat(check("--report-only").exitCode()).isZero();
        assertThat(check("--report-only").out()).startsWith("FAILED: ");
    }

    @Test
    void the_reports_of_many_forks_are_merged() throws IOException {
        copy("shop.json", "ctx-leaks-2.json");
        copy("shop.json", "module/target/ctx-leaks/ctx-leaks-3.json.gz");
        copy("late.json", "other.json");

        assertThat(check("--json").out())
                .contains("\"schema\":\"ctx-check/1\"", "\"count\":12", "\"tests\":[\"PriceCacheTest.starts\"]")
                .doesNotContain("observation-incomplete");
        assertThat(check().out()).contains("3 reports, JDK 25.0.3, observation complete");
        assertThat(Cli.run("check", reports.toString(), reports + "/ctx-leaks-1.json", reports + "/other.json")
                        .out())
                .as("each file once, and any that is named")
                .contains("CTX101 uncancelled-context x12", "4 reports, JDK 17.0.21 and 25.0.3")
                .contains("observation INCOMPLETE in 1 of 4");
    }

    @Test
    void an_incomplete_observation_is_seven_when_nothing_is_worse() throws IOException {
        copy("late.json", "ctx-leaks-2.json");
        assertThat(check("--strict").exitCode()).isEqualTo(1);
        Files.delete(reports.resolve("ctx-leaks-1.json"));
        assertThat(check("--strict").exitCode()).isEqualTo(7);
        assertThat(check().exitCode()).isZero();
        assertThat(check("--strict", "--report-only").exitCode()).isZero();
    }

    @Test
    void a_jvm_that_wrote_no_report_is_missed() throws IOException {
        assertThat(check("--fail-on", "none", "--require-report").exitCode()).isZero();
        assertThat(check("--fail-on", "none", "--require-report=1").exitCode()).isZero();
        assertThat(check("--fail-on", "none", "--require-report=2").out()).startsWith("FAILED: 1 report, required 2\n");

        Files.delete(reports.resolve("ctx-leaks-1.json"));
        Cli.Result nothing = check();
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.err())
                .isEqualTo(
                        "ctxinspect: no ctx-leaks-*.json found; start the JVMs with the agent's option report=DIR\n");
        assertThat(check("--require-report").exitCode()).isEqualTo(1);
        assertThat(Cli.run("check", "--require-report", reports.toString()).exitCode())
                .as("the directory is no number")
                .isEqualTo(1);
    }

    @Test
    void a_jvm_that_was_killed_is_missed() throws IOException {
        Path mark = Files.createFile(reports.resolve("ctx-leaks-17.started"));
        baseline(entry("gone", 5, ""));
        Cli.Result result = check("--fail-on=none", "--baseline", baseline.toString(), "--prune");
        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .isEqualTo("ctxinspect: " + mark
                        + " is of a JVM that was killed or still runs: it has written no report\n"
                        + "ctxinspect: the baseline stays as it is, because reports are missing\n");
        assertThat(baseline).content().contains("gone");

        assertThat(check("--fail-on=none", "--require-report").out()).startsWith("FAILED: 1 JVM without a report\n");
        assertThat(check("--fail-on=none", "--require-report").exitCode()).isEqualTo(1);
    }

    @Test
    void a_number_of_instances_is_put_up_with() {
        assertThat(check("--max", "CTX101=4", "--max", "CTX103=1").exitCode()).isZero();
        assertThat(check("--max", "CTX101=3", "--max", "CTX103=1").out()).startsWith("FAILED: CTX101 x4, allowed 3\n");
        assertThat(check("--fail-on=none", "--max=CTX207=0").exitCode()).isEqualTo(1);
        for (String unknown : List.of("CTX999=1", "ctx101=4", "uncancelled-context=4")) {
            assertThat(check("--max", unknown).failedWith(2).err()).contains("is not the id of a rule such as CTX101");
        }
    }

    @Test
    void what_the_baseline_has_does_not_count() throws IOException {
        baseline(entry("3c9a17e08d21f4b6", 4, ""), entry("77b0d2c4aa51ee09", 1, ""), entry("gone", 1, ""));
        Cli.Result result = check("--baseline", baseline.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("PASSED\n3 findings: 2 errors, 1 note\n1 new, 2 known\n")
                .contains(": 3 entries, 1 stale\n", "  known    CTX101 3c9a17e08d21f4b6  4 of 4\n", "JIRA-812");
        assertThat(check("--baseline", baseline.toString(), "--fail-on-stale").exitCode())
                .isEqualTo(1);
        assertThat(Cli.run("leaks", "file:" + reports + "/ctx-leaks-1.json", "--baseline", baseline.toString())
                        .exitCode())
                .isZero();
        assertThat(baseline).as("only read").content().startsWith(HEAD + "{\"fingerprint\":\"3c9a17e08d21f4b6\"");
    }

    @Test
    void more_than_the_baseline_has_counts_unless_only_new_is_asked_for() throws IOException {
        baseline(entry("3c9a17e08d21f4b6", 3, ""), entry("77b0d2c4aa51ee09", 1, ""));
        assertThat(check("--baseline", baseline.toString()).out())
                .startsWith("FAILED: 1 error\n")
                .contains("CTX101 uncancelled-context x4  in library code  grown  fp");
        assertThat(check("--baseline", baseline.toString(), "--only-new").exitCode())
                .isZero();
        assertThat(Cli.run("leaks", "file:" + reports + "/ctx-leaks-1.json", "--baseline", baseline.toString())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void an_entry_that_has_run_out_fails() throws IOException {
        baseline(entry("3c9a17e08d21f4b6", 4, ",\"expires\":\"2020-01-01\""), entry("77b0d2c4aa51ee09", 1, ""));
        Cli.Result result = check("--baseline", baseline.toString());
        assertThat(result.out()).startsWith("FAILED: 1 error, 1 expired baseline entry\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void counts_in_the_baseline_go_down_and_never_up() throws IOException {
        baseline(entry("3c9a17e08d21f4b6", 9, ""), entry("77b0d2c4aa51ee09", 0, ""), entry("gone", 5, ""));
        Files.setPosixFilePermissions(baseline, PosixFilePermissions.fromString("rw-rw-r--"));
        Cli.Result result = check("--baseline", baseline.toString(), "--update-baseline");
        assertThat(result.exitCode()).as("grown").isEqualTo(1);
        assertThat(result.err()).isEqualTo("ctxinspect: " + baseline + ": 0 entries taken out, 1 entry lowered\n");
        assertThat(Files.readString(baseline).replaceAll("\\s", ""))
                .contains("\"max\":4", "\"max\":0", "\"max\":5", "\"gone\"")
                .doesNotContain("\"max\":9");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(baseline)))
                .isEqualTo("rw-rw-r--");

        byte[] before = Files.readAllBytes(baseline);
        assertThat(check("--baseline", baseline.toString(), "--update-baseline").err())
                .isEmpty();
        assertThat(baseline).hasBinaryContent(before);

        assertThat(check("--baseline", baseline.toString(), "--prune", "--fail-on-stale")
                        .out())
                .contains("2 entries, 0 stale");
        assertThat(baseline).content().doesNotContain("gone");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void without_reports_the_baseline_stays_as_it_is() throws IOException {
        baseline(entry("gone", 5, ""));
        Files.delete(reports.resolve("ctx-leaks-1.json"));
        assertThat(check("--baseline", baseline.toString(), "--prune").err())
                .contains("the baseline stays as it is, because reports are missing");
        assertThat(baseline).content().contains("gone");
    }

    @Test
    void a_first_baseline_is_made_only_when_asked_for_and_with_a_reason() throws IOException {
        String[] create = {"--baseline", baseline.toString(), "--create-baseline", "--reason", "there before"};
        assertThat(check("--baseline", baseline.toString()).exitCode()).isEqualTo(2);
        check("--baseline", baseline.toString(), "--update-baseline").failedWith(2);
        check("--baseline", baseline.toString(), "--create-baseline").failedWith(2);
        assertThat(baseline).doesNotExist();

        assertThat(check(create).exitCode()).isZero();
        assertThat(baseline)
                .content()
                .contains("\"site\" : \"shop.PriceCache.start\"", "\"reason\" : \"there before\"");
        assertThat(check("--baseline", baseline.toString(), "--fail-on", "warning")
                        .exitCode())
                .isZero();
        assertThat(check(create).failedWith(2).err()).contains("there is a baseline ");
        Files.writeString(baseline, "{");
        assertThat(check("--baseline", baseline.toString()).failedWith(2).err())
                .contains("is not a valid ctx-baseline/1: Unexpected end-of-input")
                .doesNotContain("marker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "leaks"})
    void a_baseline_that_is_wrong_is_one_line_and_two(String verb) throws IOException {
        String target = verb.equals("leaks") ? "file:" + reports + "/ctx-leaks-1.json" : reports.toString();
        assertThat(Cli.run(verb, target, "--baseline", baseline.toString())
                        .failedWith(2)
                        .err())
                .contains("there is no baseline " + baseline);
        Files.writeString(baseline, HEAD + "{\"fingerprint\":\"f\",\"rule\":\"CTX101\",\"site\":null,\"max\":1}]}");
        assertThat(Cli.run(verb, target, "--baseline", baseline.toString())
                        .failedWith(2)
                        .err())
                .startsWith("ctxinspect: " + baseline
                        + " is not a valid ctx-baseline/1: entries[0].reason is missing (line 1, ");
    }

    @Test
    void every_format_can_be_written_at_once() throws IOException {
        for (LeakFormat format : LeakFormat.values()) {
            Path file = directory.resolve("leaks." + format);
            Cli.Result result = check("--fail-on=none", "--format", format + "=" + file, "--format", format.name());
            assertThat(result.exitCode()).isZero();
            assertThat(file).content().isEqualTo(result.out()).isNotEmpty();
            if (format == LeakFormat.html) {
                assertThat(result.out()).doesNotContain("<h2>The contexts that they are about</h2>");
                assertThat(Cli.run("leaks", "file:" + reports + "/ctx-leaks-1.json", "--format", "html")
                                .out())
                        .contains("<h2>The contexts that they are about</h2>");
            } else if (format != LeakFormat.text && format != LeakFormat.json) {
                assertThat(Cli.run("leaks", "file:" + reports + "/ctx-leaks-1.json", "--format", format.name())
                                .out()
                                .replace("file:", ""))
                        .as("the same from leaks")
                        .isEqualTo(check("--format", format.name()).out());
            }
        }
        assertThat(SnapshotReader.read(new ByteArrayInputStream(
                                Cli.run("leaks", "file:" + reports + "/ctx-leaks-1.json", "--json")
                                        .out()
                                        .getBytes(StandardCharsets.UTF_8)))
                        .findings())
                .hasSize(3);
    }

    @Test
    void places_are_those_of_the_sources() throws IOException {
        Path source = directory.resolve("app/src/main/java/shop/PriceCache.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        assertThat(check("--format=gitlab", "--source-root", directory + "/app/src/main/java")
                        .out())
                .contains("\"path\" : \"" + source + "\"", "\"path\" : \"shop/InventoryStore.java\"");
    }

    @Test
    void files_that_are_no_reports_are_one_line() throws IOException {
        Path bad = Files.writeString(reports.resolve("ctx-leaks-9.json"), "{\"schema\":\"ctx-snapshot/2\"}");
        assertThat(check().failedWith(6).err()).contains(bad + " is not a valid ctx-snapshot/1: ");
        Files.delete(bad);

        Cli.run("check", directory + "/none").failedWith(2);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(reports.resolve("ctx-leaks-8.json.gz")))) {
            byte[] spaces = new byte[1 << 20];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 65; i++) {
                out.write(spaces);
            }
        }
        assertThat(check().failedWith(6).err()).contains("ctx-leaks-8.json.gz is longer than 64 MiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "check                                      | Missing required parameter: 'FILE-OR-DIR'",
                "check . --update-baseline                  | need --baseline FILE",
                "check . --fail-on-stale                    | --fail-on-stale needs --baseline FILE",
                "check . --only-new                         | --only-new needs --baseline FILE",
                "check . --baseline b --create-baseline     | --create-baseline needs --reason TEXT",
                "check . --baseline b --reason r            | go with --create-baseline only",
                "check . --baseline b --create-baseline --reason r --prune | goes with neither",
                "check . --baseline b --create-baseline --reason r --expires soon | 'soon' is not a day",
                "check . --max CTX101                       | Value for option option '--max'",
                "check . --max CTX101=-1                    | a number must not be negative",
                "check . --max CTX101=many                  | Invalid value for option '--max'",
                "check . --format sarf                      | 'sarf' is not a format: expected one of text, json,"
                        + " sarif",
                "check . --format json=                     | '' is no file name",
            })
    void a_wrong_command_line_is_one_line_and_two(String line, String message) {
        assertThat(Cli.run(line.split(" ")).failedWith(2).err()).contains(message);
    }

    private Cli.Result check(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "check";
        args[1] = reports.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return Cli.run(args);
    }

    private void baseline(String... entries) throws IOException {
        Files.writeString(baseline, HEAD + String.join(",", entries) + "]}");
    }

    private static String entry(String fingerprint, int max, String more) {
        return "{\"fingerprint\":\"" + fingerprint + "\",\"rule\":\"CTX101\",\"site\":null,\"max\":" + max
                + ",\"reason\":\"JIRA-812\",\"owner\":null" + more + "}";
    }

    private void copy(String resource, String name) throws IOException {
        Path file = reports.resolve(name);
        Files.createDirectories(file.getParent());
        Path plain = Cli.file(resource, Files.createTempDirectory(directory, "copy"));
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            Files.copy(plain, out);
        }
    }
}
