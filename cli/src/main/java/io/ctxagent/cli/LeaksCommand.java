package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.LeaksText;
import io.ctxagent.report.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The findings. */
@Command(
        name = "leaks",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Shows the findings, and exits with 1 when there are any that count.",
        footer = {
            "",
            "Examples:",
            "  ctxinspect leaks 4711",
            "  ctxinspect leaks shop.Main --fail-on warning --format json=leaks.json"
        })
final class LeaksCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            converter = FormatTo.Converter.class,
            description = "text or json, to standard output or to FILE; may be given more than once.")
    private List<FormatTo> formats = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit 1 with findings that are as bad: error (default), warning or none.")
    private FailOn failOn = FailOn.error;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long after cancel or deadline work may go on (default: what the agent was told).")
    private @Nullable Duration grace;

    @Option(names = "--strict", description = "Exit 7 when the observation is incomplete.")
    private boolean strict;

    LeaksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Target source = target.target(false);
        Snapshot snapshot = source.snapshot(new Ask(grace, false));
        if (grace != null && source.name().startsWith("file:")) {
            terminal.message("--grace has no effect on a file: its findings were made when it was written");
        }
        for (FormatTo format : wanted()) {
            write(format, snapshot);
        }
        int exitCode = failOn.exitCode(snapshot);
        return exitCode == ExitCode.OK && strict && !snapshot.agent().complete() ? ExitCode.INCOMPLETE : exitCode;
    }

    private List<FormatTo> wanted() {
        List<FormatTo> wanted = new ArrayList<>(formats);
        if (output.json()) {
            wanted.add(new FormatTo(Format.json, null));
        }
        return wanted.isEmpty() ? List.of(new FormatTo(Format.text, null)) : wanted;
    }

    private void write(FormatTo format, Snapshot snapshot) throws IOException {
        Path file = format.file();
        if (file != null) {
            OutputFile.write(file, out -> {
                switch (format.format()) {
                    case json -> SnapshotWriter.write(snapshot, out);
                    case text ->
                        out.write(LeaksText.render(snapshot, Style.PLAIN).getBytes(StandardCharsets.UTF_8));
                }
            });
        } else if (format.format() == Format.json) {
            terminal.printJson(snapshot);
        } else {
            terminal.print(LeaksText.render(snapshot, output.style(terminal)));
        }
    }
}
