package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages: whole, and understood by the programs that show them. */
@Timeout(60)
class ManPagesTest {

    @TempDir
    private Path directory;

    private Path pages;

    @BeforeEach
    void generate() {
        pages = directory.resolve("man/man1");
        assertThat(Cli.run("generate-man", pages.toString()).succeeded().out())
                .isEqualTo("17 pages in " + pages + "\n");
    }

    @Test
    void each_verb_has_a_page_with_its_options_an_example_and_the_exit_codes() throws IOException {
        List<String> verbs = Cli.verbs();
        assertThat(files()).hasSize(verbs.size() + 1);
        for (String verb : verbs) {
            assertThat(pages.resolve("ctxinspect-" + verb + ".1"))
                    .content()
                    .contains(".SH NAME\nctxinspect\\-" + verb.replace("-", "\\-") + " \\- ")
                    .contains(".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SH EXIT STATUS\n")
                    .containsPattern("\\.SH EXAMPLES\n\\.nf\n\\.RS 4\n(?s:.*)ctxinspect " + verb.replace("-", "\\\\-"));
            assertThat(pages.resolve("ctxinspect.1"))
                    .content()
                    .contains("\\fBctxinspect\\-" + verb.replace("-", "\\-"));
        }
        assertThat(pages.resolve("ctxinspect-tree.1"))
                .content()
                .contains(".TH \"CTXINSPECT\\-TREE\" \"1\" \"20")
                .contains(".TP\n\\fB\\-o\\fR \\fIFILE\\fR, \\fB\\-\\-output\\fR=\\fIFILE\\fR\nWhere to; ")
                .contains(".TP\n\\fITARGET\\fR\nA pid, ")
                .contains(".TP\n\\fB7\\fR\nthe observation is incomplete");
    }

    @Test
    void mandoc_has_nothing_to_complain_about() throws Exception {
        assumeThat(Path.of("/usr/bin/mandoc")).as("mandoc is installed").isExecutable();
        List<String> command = new ArrayList<>(List.of("/usr/bin/mandoc", "-T", "lint", "-W", "warning"));
        files().forEach(file -> command.add(file.toString()));
        assertThat(output(command, Map.of())).isEmpty();
    }

    @Test
    void man_shows_them() throws Exception {
        assumeThat(Path.of("/usr/bin/man")).as("man is installed").isExecutable();
        String page = output(
                List.of(
                        "man",
                        "--warnings=all",
                        "-l",
                        pages.resolve("ctxinspect-tree.1").toString()),
                Map.of("MANWIDTH", "80", "LC_ALL", "C", "MAN_KEEP_FORMATTING", ""));
        assertThat(page)
                .contains("CTXINSPECT-TREE(1)", "ctxinspect-tree - shows the context tree")
                .contains("\n           ctxinspect tree 4711 --depth 3\n");
    }

    @Test
    void pages_that_cannot_be_written_are_a_usage_error() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(Cli.run("generate-man", file.resolve("below").toString())
                        .failedWith(2)
                        .err())
                .contains("cannot write manual pages to ");
        assertThat(Cli.run("generate-man").failedWith(2).err()).contains("Missing required parameter: 'DIR'");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(pages)) {
            return files.sorted().toList();
        }
    }

    private static String output(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
