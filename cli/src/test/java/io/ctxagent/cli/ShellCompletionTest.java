package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completions in the shells that they are for, by somebody who presses Tab. Skipped for a shell that is not there. */
@Timeout(60)
class ShellCompletionTest {

    private static final String PROMPT = "ready>";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bash | bash --norc --noprofile",
                "zsh  | zsh -f",
                "fish | fish --no-config -C 'function fish_prompt; echo -n \"ready> \"; end'",
            })
    void tab_completes_verbs_options_and_values(String shell, String command) throws Exception {
        assumeThat(Tmux.installed()).as("tmux is installed").isTrue();
        assumeThat(Files.isExecutable(Path.of("/usr/bin", shell)))
                .as(shell + " is installed")
                .isTrue();
        List<Path> before = foldersOfFish();
        Path script = Files.writeString(
                directory.resolve("script"),
                Cli.run("generate-completion", "--shell", shell).succeeded().out());
        try (Tmux tmux = new Tmux(directory)) {
            Tmux.Window window = tmux.open(
                    110,
                    20,
                    List.of(
                            "PS1=" + PROMPT + " ",
                            "HOME=" + directory,
                            // Where fish has none, it makes a folder in the temp folder, and leaves it there.
                            "XDG_RUNTIME_DIR=" + directory,
                            "TERM=xterm"),
                    List.of("sh", "-c", "exec " + command));
            window.await(row -> row.startsWith(PROMPT));
            window.type(
                    (shell.equals("zsh") ? "autoload -Uz compinit && compinit -u -D; " : "") + "source " + script
                            + "; echo read-it | tr i I",
                    "Enter");
            window.await(row -> row.startsWith("read-It"));
            window.type("ctxinspect tr", "Tab");
            window.await(row -> row.startsWith(PROMPT + " ctxinspect tree"));
            window.type("--dep", "Tab");
            window.await(row -> row.matches(PROMPT + " ctxinspect tree +--depth.*"));
            window.type("C-u", "ctxinspect watch --sort le", "Tab");
            window.await(row -> row.startsWith(PROMPT + " ctxinspect watch --sort left"));
            window.type("C-u", "ctxinspect leaks --format sar", "Tab");
            assertThat(window.await(row -> row.startsWith(PROMPT + " ctxinspect leaks --format sarif")))
                    .noneMatch(row -> row.contains("command not found"));
        }
        assertThat(foldersOfFish()).isEqualTo(before);
    }

    private static List<Path> foldersOfFish() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("fish."))
                    .sorted()
                    .toList();
        }
    }
}
