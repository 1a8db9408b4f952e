package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb on a snapshot in a file. */
class FileTargetTest {

    @TempDir
    private Path directory;

    private String shop;
    private String late;

    @BeforeEach
    void writeFiles() {
        shop = "file:" + Cli.file("shop.json", directory);
        late = "file:" + Cli.file("late.json", directory);
    }

    @Test
    void attach_shows_one_screen_and_the_target_to_go_on_with() {
        assertThat(Cli.run("attach", shop).succeeded().out())
                .startsWith("shop.Main  pid 4711  user app  JDK 25.0.3  up 3h12m\n")
                .contains("POST /orders (request) c9  ! CTX103", "3 findings: 2 errors, 1 note")
                .contains("threads 9 live: 6 user, 4 virtual, 6 blocked, 1 without a context")
                .endsWith("ctxinspect tree " + shop + "\n");
    }

    @Test
    void attach_says_why_the_observation_is_incomplete() {
        assertThat(Cli.run("attach", late).succeeded().out())
                .contains("observation INCOMPLETE\n  The agent was attached late: ");
    }

    @Test
    void tree_can_be_text_json_dot_and_mermaid() throws IOException {
        assertThat(Cli.run("tree", shop).succeeded().out()).startsWith("background c1\n|- server (withCancel) c2");
        assertThat(Cli.run("tree", shop, "--format", "dot").succeeded().out()).startsWith("digraph contexts {");
        assertThat(Cli.run("tree", shop, "--format=mermaid").succeeded().out()).startsWith("flowchart LR");
        String json = Cli.run("tree", shop, "--json").succeeded().out();
        assertThat(json).isEqualTo(Cli.run("tree", shop, "--format", "json").out());
        assertThat(read(json).contexts()).hasSize(12);
    }

    @Test
    void tree_takes_what_is_asked_for() throws IOException {
        assertThat(contexts("--root", "c2", "--depth", "2")).containsExactly("c2", "c3", "c4", "c5", "c9");
        assertThat(contexts("--state", "deadline-exceeded,canceled")).containsExactly("c9");
        assertThat(contexts("--older", "2h")).containsExactly("c1", "c2", "c10");
        assertThat(contexts("--match", "refresher")).containsExactly("c10");
        assertThat(Cli.run("tree", shop, "--match", "refresher").out().lines())
                .startsWith("background c1", "`- refresher (withCancel) c10  ! CTX101  2h58m, no deadline");
    }

    @Test
    void threads_are_listed_counted_and_grouped() throws IOException {
        assertThat(Cli.run("threads", shop).succeeded().out()).startsWith("background > server  c2  no deadline\n");
        assertThat(Cli.run("threads", shop, "--count").succeeded().out())
                .isEqualTo("threads 9 live: 6 user, 4 virtual, 6 blocked, 1 without a context\n");
        assertThat(Cli.run("threads", shop, "--count", "--by", "site")
                        .succeeded()
                        .out())
                .isEqualTo(Cli.run("threads", shop, "--by", "site").out());
        assertThat(Cli.run("threads", shop, "--stacks").succeeded().out())
                .contains("        at sun.nio.ch.FileDispatcherImpl.lock0(Native Method)\n");
        assertThat(Cli.run("threads", shop, "--by", "site,state").succeeded().out())
                .contains("SITE  |  STATE\n");
        assertThat(read(Cli.run("threads", shop, "--json").out()).threads()).hasSize(9);
        assertThat(read(Cli.run("threads", shop, "--json", "--blocked").out()).threads())
                .hasSize(6);
        assertThat(read(Cli.run("threads", shop, "--json", "--unowned").out()).threads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.name()).isEqualTo("Timer-0"));
    }

    @Test
    void leaks_exits_with_one_when_there_are_findings_that_count() {
        Cli.Result result = Cli.run("leaks", shop);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("3 findings: 2 errors, 1 note\n");

        assertThat(Cli.run("leaks", shop, "--fail-on", "none").exitCode()).isZero();
        assertThat(Cli.run("leaks", shop, "--fail-on", "warning").exitCode()).isEqualTo(1);
        assertThat(Cli.run("leaks", late, "--fail-on", "warning").exitCode()).isZero();
        assertThat(Cli.run("leaks", late, "--strict").exitCode()).isEqualTo(7);
        assertThat(Cli.run("leaks", shop, "--strict").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "tree", "threads"})
    void the_other_verbs_do_so_only_when_told_to(String verb) {
        assertThat(Cli.run(verb, shop).exitCode()).isZero();
        assertThat(Cli.run(verb, shop, "--fail-on", "error").exitCode()).isEqualTo(1);
    }

    @Test
    void leaks_can_be_written_to_files_and_to_standard_output_together() throws IOException {
        Path json = directory.resolve("leaks.json");
        Path text = directory.resolve("leaks.txt");
        Cli.Result result =
                Cli.run("leaks", shop, "--format", "json=" + json, "--format", "text=" + text, "--format", "json");

        assertThat(read(Files.readString(json)).findings()).hasSize(3);
        assertThat(text).content().startsWith("3 findings");
        assertThat(result.out()).isEqualTo(Files.readString(json));
    }

    @Test
    void grace_says_that_it_does_nothing_on_a_file() {
        assertThat(Cli.run("leaks", shop, "--grace", "5s").err())
                .isEqualTo("ctxinspect: --grace has no effect on a file: its findings were made when it was written\n");
    }

    @Test
    void snapshot_copies_the_file_as_it_is() throws IOException {
        String original = Files.readString(directory.resolve("shop.json"));
        Path copy = directory.resolve("copy.json");
        Path compressed = directory.resolve("copy.json.gz");

        assertThat(Cli.run("snapshot", shop).succeeded().out()).isEqualTo(original);
        assertThat(Cli.run("snapshot", shop, "-o", copy.toString()).succeeded().out())
                .isEmpty();
        Cli.run("snapshot", shop, "-o", compressed.toString()).succeeded();

        assertThat(copy).hasContent(original);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        try (var in = new GZIPInputStream(Files.newInputStream(compressed))) {
            assertThat(in).hasContent(original);
        }
        assertThat(Cli.run("snapshot", "file:" + compressed).succeeded().out()).isEqualTo(original);
        assertThat(Cli.run("tree", "file:" + compressed).succeeded().out())
                .isEqualTo(Cli.run("tree", shop).out());
    }

    @Test
    void a_snapshot_that_cannot_be_written_is_a_usage_error() throws IOException {
        Cli.run("snapshot", shop, "-o", directory + "/none/x.json").failedWith(2);
        Cli.run("leaks", shop, "--format", "json=" + directory + "/none/x.json").failedWith(2);
    }

    @Test
    void a_file_that_is_no_snapshot_leaves_no_output_behind() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.json"), "{\"schema\":\"ctx-snapshot/1\"}");
        Cli.run("snapshot", "file:" + bad, "-o", directory.resolve("out.json").toString())
                .failedWith(6);

        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("bad.json", "shop.json", "late.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "tree", "threads", "leaks", "snapshot"})
    void a_damaged_file_is_one_line_and_six(String verb) throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.json"), "{\"schema\":\n\u001b[31m");

        assertThat(Cli.run(verb, "file:" + bad).failedWith(6).err())
                .startsWith("ctxinspect: " + bad + " is not a valid ctx-snapshot/1: ")
                .doesNotContain("\u001b");
    }

    @Test
    void a_cut_off_gzip_file_is_one_line_and_six() throws IOException {
        Path whole = directory.resolve("whole.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            Files.copy(directory.resolve("shop.json"), out);
        }
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {3, 11, bytes.length / 2, bytes.length - 4}) {
            Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(bytes, length));
            Cli.run("tree", "file:" + cut).failedWith(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "tree", "threads", "leaks", "snapshot"})
    void a_missing_file_is_three(String verb) {
        assertThat(Cli.run(verb, "file:" + directory + "/none.json")
                        .failedWith(3)
                        .err())
                .isEqualTo("ctxinspect: there is no file " + directory
                        + "/none.json; give file: and the path of a snapshot\n");
    }

    @Test
    void a_directory_and_an_empty_file_are_no_snapshots() throws IOException {
        Cli.run("tree", "file:" + directory).failedWith(3);
        Cli.run("tree", "file:" + Files.createFile(directory.resolve("empty"))).failedWith(6);
        Cli.run("tree", "file:").failedWith(3);
    }

    @Test
    void a_context_that_is_not_there_is_three() {
        assertThat(Cli.run("tree", shop, "--root", "c99").failedWith(3).err()).contains("there is no context c99 in ");
    }

    @Test
    void colour_is_for_terminals_and_for_those_who_ask() {
        assertThat(Cli.run(true, "tree", shop).out()).contains("\u001b[1m");
        assertThat(Cli.run(true, "tree", shop, "--color", "never").out()).doesNotContain("\u001b");
        assertThat(Cli.run(false, "tree", shop).out()).doesNotContain("\u001b");
        assertThat(Cli.run(false, "tree", shop, "--color=always").out()).contains("\u001b[1m");
        assertThat(Cli.run(true, "tree", shop, "--json").out()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "                       | no command was given; see: ctxinspect --help",
                "leeks                  | Unmatched argument at index 0: 'leeks' (did you mean leaks?); see",
                "nonsense              | Unmatched argument at index 0: 'nonsense'; see: ctxinspect --help",
                "help leeks             | Unknown subcommand 'leeks'; see: ctxinspect --help",
                "tree                   | Missing required parameter: 'TARGET'; see: ctxinspect tree --help",
                "tree 1 2               | Unmatched argument at index 2: '2'",
                "tree x --fast          | Unknown option: '--fast'",
                "tree x --depth 0       | --depth must be at least 1",
                "tree x --depth many    | Invalid value for option '--depth'",
                "tree x --state alive   | --state is none of live, canceled, deadline-exceeded: 'alive'",
                "tree x --older 5       | '5' is not a duration like 500ms, 2s, 5m or 1h",
                "tree x --format xml    | Invalid value for option '--format'",
                "threads x --by name    | Invalid value for option '--by'",
                "leaks x --fail-on all  | Invalid value for option '--fail-on'",
                "leaks x --format sarf  | 'sarf' is not a format",
                "snapshot x --format text | a snapshot can be written as json only",
                "explain c3             | there is no rule c3; there are CTX101, ",
                "diff a                 | Missing required parameter: 'B'",
                "diff a b --fail-on-growth -1 | --fail-on-growth must be at least 0",
                "cancel x               | Missing required parameter: 'ID'",
                "cancel x c1            | nobody is here to ask; give --yes",
                "watch x -i 0s          | --interval must be longer than nothing",
                "watch x -n 0           | --count must be at least 1",
                "watch x --until-finding --fail-on none | would never end",
                "ps x                   | Unmatched argument at index 1: 'x'",
            })
    void a_wrong_command_line_is_one_line_and_two(String line, String message) {
        String[] args = line == null ? new String[0] : line.split(" ");

        assertThat(Cli.run(args).failedWith(2).err()).contains(message);
    }

    @Test
    void watch_looks_at_a_file_once_and_can_wait_for_a_finding() {
        assertThat(Cli.run("watch", shop).succeeded().out())
                .startsWith("{\"schema\":\"ctxinspect-watch/1\",\"at\":\"")
                .contains("\"contexts\":{\"live\":11,\"done\":1,\"new\":0,\"gone\":0}")
                .endsWith("\"released\":[]}\n")
                .hasLineCount(1);
        assertThat(Cli.run("watch", shop, "--until-finding").exitCode()).isEqualTo(1);
        Cli.run("watch", late, "--until-finding").succeeded();
    }

    @Test
    void help_and_version_are_results() {
        assertThat(Cli.run("--version").succeeded().out()).matches("ctxinspect \\S+ \\(protocol 1, Java \\S+\\)\n");
        assertThat(Cli.run("--version").out()).doesNotContain("$");
        assertThat(Cli.run("--help").succeeded().out()).contains("attach", "snapshot", "Exit codes");
        assertThat(Cli.run("help", "leaks").succeeded().out()).startsWith("Usage: ctxinspect leaks");
        assertThat(Cli.run("leaks", "--help").succeeded().out())
                .isEqualTo(Cli.run("help", "leaks").out());
        assertThat(Cli.run("generate-completion").succeeded().out()).contains("ctxinspect", "complete -F");
        for (String verb : Cli.verbs()) {
            assertThat(Cli.run("help", verb).out()).containsPattern("Examples?:(?s:.*)  ctxinspect " + verb);
            assertThat(Cli.run("help", verb).succeeded().out().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void an_empty_tree_says_why() {
        assertThat(Cli.run("tree", shop, "--match", "zzz").succeeded().out())
                .isEqualTo("none of the 12 contexts fits\n");
        assertThat(Cli.run("tree", late).succeeded().out())
                .isEqualTo(
                        "no contexts; 1 thread of the application runs without one: ctxinspect threads " + late + "\n");
    }

    @Test
    void pages_for_a_browser_are_one_file_each() throws IOException {
        Path page = directory.resolve("tree.html");
        assertThat(Cli.run("tree", shop, "--format", "html", "--match", "db.query", "-o", page.toString())
                        .succeeded()
                        .out())
                .isEmpty();
        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains(">db.query</bdi>", "<script>", "<style>")
                .doesNotContain(">refresher</bdi>")
                .endsWith("</html>\n");
        assertThat(Files.getPosixFilePermissions(page)).hasSize(2);
        assertThat(Cli.run("tree", shop, "--format=html", "-o", "-").succeeded().out())
                .contains(">refresher</bdi>");
        assertThat(Cli.run("leaks", shop, "--format", "html").out())
                .contains("<h1>FAILED: 2 errors</h1>", ">refresher</bdi>")
                .doesNotContain(">db.query</bdi>");
        Cli.run("tree", shop, "--format", "html", "-o", directory + "/none/x.html")
                .failedWith(2);
    }

    private Iterable<String> contexts(String... filter) throws IOException {
        String[] args = new String[filter.length + 3];
        args[0] = "tree";
        args[1] = shop;
        args[2] = "--json";
        System.arraycopy(filter, 0, args, 3, filter.length);
        return read(Cli.run(args).succeeded().out()).contexts().stream()
                .map(context -> context.id())
                .toList();
    }

    private static Snapshot read(String json) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
