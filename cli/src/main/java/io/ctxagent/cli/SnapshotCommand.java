package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The whole snapshot as JSON. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Writes the whole snapshot as JSON (ctx-snapshot/1), for file: targets and tickets.",
        footer = {
            "",
            "Values that contexts carry are never in it, only the names of their keys.",
            "",
            "Examples:",
            "  ctxinspect snapshot 4711 -o before.json.gz --stacks",
            "  ctxinspect tree file:before.json.gz"
        })
final class SnapshotCommand implements Callable<Integer> {

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    @Option(names = "--json", description = "Accepted like everywhere; a snapshot always is JSON.")
    @SuppressWarnings("UnusedVariable")
    private boolean json;

    @Option(names = "--format", paramLabel = "FORMAT", description = "json.")
    private Format format = Format.json;

    @Option(names = "--color", paramLabel = "WHEN", description = "Accepted like everywhere; JSON has no colour.")
    @SuppressWarnings("UnusedVariable")
    private ColorMode color = ColorMode.auto;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; compressed when it ends in .gz.")
    private @Nullable Path output;

    @Option(names = "--stacks", description = "With the stacks of the threads.")
    private boolean stacks;

    private final GraceOption grace = new GraceOption();

    @Mixin
    private final CommandSpec graceSpec = grace.spec();

    SnapshotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (format != Format.json) {
            throw new Failure(
                    ExitCode.USAGE, "a snapshot can be written as json only; ctxinspect tree shows it as text");
        }
        Target source = target.target(false);
        Ask ask = new Ask(grace.value(), stacks);
        if (output == null || output.toString().equals("-")) {
            source.copy(ask, terminal.out());
        } else {
            OutputFile.write(output, out -> source.copy(ask, out));
        }
        return ExitCode.OK;
    }
}
