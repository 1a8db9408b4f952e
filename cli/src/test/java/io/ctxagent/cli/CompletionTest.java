package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void bash_completes_verbs_and_options() throws Exception {
        Path script = Files.writeString(
                directory.resolve("script"),
                Cli.run("generate-completion").succeeded().out());
        assertThat(Cli.run("generate-completion", "--shell", "zsh").succeeded().out())
                .isEqualTo(Files.readString(script));

        assertThat(completed(script, "ctxinspect", "ex")).isEqualTo("explain\n");
        assertThat(completed(script, "ctxinspect", "tree", "--dep")).isEqualTo("--depth\n");
        assertThat(completed(script, "ctxinspect", "watch", "--sort", "le")).isEqualTo("left\n");
    }

    @Test
    void fish_is_told_every_verb_and_option() {
        assertThat(Cli.run("generate-completion", "--shell", "fish").succeeded().out())
                .startsWith("complete -c ctxinspect -f\n")
                .contains(
                        "complete -c ctxinspect -n __fish_use_subcommand -a explain -d 'Explains one context, ",
                        "-n '__fish_seen_subcommand_from tree' -l depth -x -d 'At most N levels; ",
                        "-n '__fish_seen_subcommand_from leaks' -l format -x -a 'text json sarif junit ",
                        "complete -c ctxinspect -n '__fish_seen_subcommand_from check' -F\n",
                        "-n '__fish_seen_subcommand_from watch' -l sort -x -a 'age left threads name' -d ",
                        "-n '__fish_seen_subcommand_from snapshot' -s o -l output -r -F -d 'Where to; ");
    }

    private static String completed(Path script, String... words) throws Exception {
        String command = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_ctxinspect; printf '%s\\n' \"${COMPREPLY[@]}\"";
        // Outside of a completion bash complains, of compopt, on standard error.
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
