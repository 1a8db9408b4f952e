package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where results can be sent, and what is said where they cannot. */
@EnabledOnOs(OS.LINUX)
class OutputFileTest {

    @TempDir
    private Path directory;

    private String shop;

    @BeforeEach
    void write() {
        shop = "file:" + Cli.file("shop.json", directory);
    }

    @Test
    void several_formats_can_be_asked_for_at_once() {
        Path sarif = directory.resolve("a,b.sarif");
        Path junit = directory.resolve("c,text");
        Cli.Result result = Cli.run(
                "leaks", shop, "--fail-on", "none", "--format", "json,sarif=" + sarif + ",junit=" + junit + "x");

        assertThat(result.succeeded().out()).startsWith("{\"schema\":\"ctx-snapshot/1\"");
        assertThat(sarif).content().contains("\"version\" : \"2.1.0\"");
        assertThat(directory.resolve("c,textx")).content().startsWith("<?xml");
    }

    @Test
    void a_dash_is_standard_output() {
        assertThat(Cli.run("leaks", shop, "--fail-on", "none", "--format", "md=-")
                        .succeeded()
                        .out())
                .startsWith("## Leak check");
        assertThat(Cli.run("snapshot", shop, "-o", "-").succeeded().out()).startsWith("{\"schema\"");
        assertThat(Cli.run("tree", shop, "-o", "-").succeeded().out()).startsWith("background c1");
    }

    @Test
    void a_place_where_nothing_can_be_written_is_two() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused(file.resolve("x.json"), "Not a directory");
        assertRefused(directory, "Is a directory");
        assertRefused(directory.resolve("none/x.json"), "there is no directory " + directory.resolve("none"));
        String name = "x".repeat(300);
        assertRefused(directory.resolve(name), "File name too long");
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    /** As {@code snapshot | ssh there ctxinspect tree file:-} has it. */
    @Test
    void standard_input_can_be_a_target() throws Exception {
        Path file = Path.of(shop.substring("file:".length()));
        for (String target : List.of("file:-", "file:/dev/stdin")) {
            Process tree = new ProcessBuilder(CliProcess.command(List.of(), "tree", target)).start();
            assertThat(fed(tree, file)).startsWith("background c1");
            Process snapshot = new ProcessBuilder(CliProcess.command(List.of(), "snapshot", target)).start();
            assertThat(fed(snapshot, file))
                    .as("what was read is not read again")
                    .isEqualTo(Cli.run("tree", shop, "--json").out());
        }
    }

    private static String fed(Process process, Path file) throws Exception {
        try (OutputStream in = process.getOutputStream()) {
            Files.copy(file, in);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void a_reader_who_has_seen_enough_changes_no_verdict() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Path file = directory.resolve("leaks.md");
        for (String verb : List.of("leaks", "check")) {
            Terminal terminal = new Terminal(gone, System.err, false, null, Terminal.Kind.NONE);
            assertThat(CtxInspect.run(terminal, verb, shop, "--format", "json,md=" + file))
                    .isEqualTo(ExitCode.FINDINGS);
            assertThat(file).isNotEmptyFile();
        }
    }

    @Test
    void a_file_without_its_prefix_is_known_for_one() {
        String file = shop.substring("file:".length());
        assertThat(Cli.run("tree", file).failedWith(3).err())
                .isEqualTo("ctxinspect: no main class contains \"" + file + "\"; for the file of that name give file:"
                        + file + "\n");
        assertThat(Cli.run("tree", "file:").failedWith(3).err())
                .isEqualTo("ctxinspect: file: names no file; give file: and the path of a snapshot\n");
        assertThat(Cli.run("check", shop, "--fail-on", "none").succeeded().out())
                .as("the prefix that other verbs want")
                .startsWith("PASSED");
    }

    private void assertRefused(Path where, String why) {
        String quoted = where.toString().length() > 200 ? "" : where + ": ";
        assertThat(Cli.run("snapshot", shop, "-o", where.toString())
                        .failedWith(2)
                        .err())
                .startsWith("ctxinspect: cannot write " + quoted)
                .endsWith(": " + why + "\n");
        Cli.run("leaks", shop, "--fail-on", "none", "--format", "sarif=" + where)
                .failedWith(2);
    }

    @Test
    void a_file_that_is_protected_is_left_alone() throws IOException {
        Path file = Files.writeString(directory.resolve("kept.json"), "kept");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(file)).as("root may write all").isFalse();

        assertThat(Cli.run("snapshot", shop, "-o", file.toString())
                        .failedWith(4)
                        .err())
                .isEqualTo("ctxinspect: cannot write " + file + ": you may not\n");
        assertThat(file).hasContent("kept");
    }

    @Test
    void a_link_stays_one() throws IOException {
        Path file = Files.writeString(directory.resolve("today.json"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("latest.json"), file.getFileName());

        Cli.run("snapshot", shop, "-o", link.toString()).succeeded();
        assertThat(link).isSymbolicLink();
        assertThat(file).content().startsWith("{\"schema\"");
    }
}
