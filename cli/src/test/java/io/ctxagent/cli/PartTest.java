package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot that lists a part of what it counts: whoever shows it says so. */
class PartTest {

    private static final String SAYS = "12 of 1012 contexts are listed, the rest is counted";

    @TempDir
    private Path directory;

    private String whole;
    private String part;

    @BeforeEach
    void writeFiles() throws IOException {
        Path file = Cli.file("shop.json", directory);
        whole = "file:" + file;
        String text = Files.readString(file)
                .replace("\"complete\":true", "\"complete\":false")
                .replace(
                        "\"contexts\":{\"live\":11,\"done\":1}",
                        "\"contexts\":{\"live\":1011,\"done\":1,\"omitted\":1000}");
        Path partly = Files.writeString(directory.resolve("part.json"), text);
        part = "file:" + partly;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tree",
                "tree --depth 1",
                "tree --format dot",
                "tree --format mermaid",
                "tree --format html",
                "threads",
                "threads --by state",
                "threads --count",
                "leaks --fail-on none",
                "attach"
            })
    void every_text_says_so(String command) {
        assertThat(run(command, part)).containsOnlyOnce(SAYS);
        assertThat(run(command, whole)).doesNotContain("are listed");
    }

    @Test
    void a_context_that_is_explained_may_have_more_below() {
        assertThat(Cli.run("explain", part, "c9").succeeded().out()).endsWith("only a part: " + SAYS + "\n");
    }

    @Test
    void a_context_that_is_not_there_may_be_one_that_is_not_listed() {
        assertThat(Cli.run("explain", part, "c500")
                        .failedWith(ExitCode.NO_TARGET)
                        .err())
                .contains(SAYS);
        assertThat(Cli.run("tree", part, "--root", "c500")
                        .failedWith(ExitCode.NO_TARGET)
                        .err())
                .contains(SAYS);
    }

    @Test
    void a_comparison_says_which_side_is_a_part() {
        assertThat(Cli.run("diff", whole, part).succeeded().out())
                .contains("\nB is only a part: " + SAYS + "\n")
                .doesNotContain("A is only");
    }

    @Test
    void who_is_strict_is_not_content_with_a_part() {
        assertThat(Cli.run("diff", whole, part, "--strict").exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(Cli.run("diff", whole, whole, "--strict").exitCode()).isZero();
        assertThat(Cli.run("leaks", part, "--fail-on", "none", "--strict").exitCode())
                .isEqualTo(ExitCode.INCOMPLETE);
        String file = part.substring("file:".length());
        assertThat(Cli.run("check", file, "--fail-on", "none", "--strict").exitCode())
                .isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void a_stream_of_looks_has_the_number() {
        assertThat(run("watch -n 1 --json", part)).contains("\"complete\":false", "\"omitted\":1000");
    }

    @Test
    void json_keeps_the_number() {
        assertThat(Cli.run("tree", part, "--json").succeeded().out()).contains("\"done\":1,\"omitted\":1000}");
    }

    /** A file that needs more memory than there is: a part of it is shown, and what to do is said. */
    @ParameterizedTest
    @ValueSource(strings = {"tree", "threads", "leaks --fail-on none", "explain", "diff"})
    void a_file_that_is_larger_than_the_memory_is_shown_in_part(String verb) throws Exception {
        String large = "file:" + crowd(60_000);
        String[] words = verb.equals("diff")
                ? new String[] {"diff", large, large}
                : verb.equals("explain")
                        ? new String[] {"explain", large, "c1"}
                        : (verb.split(" ")[0] + " " + large + verb.substring(verb.split(" ")[0].length())).split(" ");
        Cli.Result result = inJvmOf("-Xmx40m", words);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).containsOnlyOnce("holds a part of this snapshot; CTXINSPECT_OPTS=-Xmx");
        assertThat(result.out()).contains("of 60000 contexts");
    }

    private static Cli.Result inJvmOf(String heap, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CtxInspect.class.getName()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile("part", ".out");
        Path err = Files.createTempFile("part", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private Path crowd(int contexts) throws IOException {
        String text = Files.readString(Path.of(whole.substring("file:".length())));
        int from = text.indexOf("\"contexts\":[");
        int to = text.indexOf("\"threads\":[\n");
        StringBuilder all = new StringBuilder(text.substring(0, from)
                        .replace("\"live\":11,\"done\":1}", "\"live\":" + contexts + ",\"done\":0}"))
                .append("\"contexts\":[");
        for (int i = 1; i <= contexts; i++) {
            all.append(i == 1 ? "" : ",\n")
                    .append("{\"id\":\"c")
                    .append(i)
                    .append("\",\"parent\":")
                    .append(i == 1 ? "null" : "\"c1\"")
                    .append(",\"kind\":\"withCancel\",\"state\":\"live\",\"ageMillis\":")
                    .append(1_000 + i)
                    .append(",\"name\":\"number ")
                    .append(i)
                    .append("\"}");
        }
        return Files.writeString(
                directory.resolve("crowd.json"), all.append("],\n").append(text.substring(to)));
    }

    private static String run(String command, String target) {
        String[] words = command.split(" ");
        String[] all = new String[words.length + 1];
        all[0] = words[0];
        all[1] = target;
        System.arraycopy(words, 1, all, 2, words.length - 1);
        return Cli.run(all).succeeded().out();
    }
}
