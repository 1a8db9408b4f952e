package io.ctxagent.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A script that has a shell complete our command lines. */
@Command(
        name = "generate-completion",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Prints a script that has bash, zsh or fish complete verbs and options.",
        footer = {
            "",
            "Examples:",
            "  source <(ctxinspect generate-completion)",
            "  ctxinspect generate-completion --shell fish \\",
            "      > ~/.config/fish/completions/ctxinspect.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells; written as on the command line. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--shell", paramLabel = "SHELL", description = "bash (default), zsh or fish.")
    private Shell shell = Shell.bash;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        terminal.print(
                switch (shell) {
                    case bash, zsh -> AutoComplete.bash(root.getCommandName(), root) + "\n"; // one script for both
                    case fish -> FishCompletion.of(root);
                });
        return ExitCode.OK;
    }
}
