package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.AttachScreen;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads the agent where it is not there, and shows one screen. */
@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description =
                "Shows a JVM's contexts, findings and threads in one screen. Loads ctx-agent into the JVM first when it is not there.",
        footer = {
            "",
            "An agent that is loaded so late only observes, and says that its picture",
            "is not complete. Start the JVM with -javaagent:ctx-agent.jar for all of it.",
            "",
            "Examples:",
            "  ctxinspect attach 4711",
            "  ctxinspect attach shop.Main --timeout 20s"
        })
final class AttachCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
    private Format format = Format.text;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long after cancel or deadline work may go on (default: what the agent was told).")
    private @Nullable Duration grace;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit 1 with findings that are as bad: error, warning or none (default none).")
    private FailOn failOn = FailOn.none;

    AttachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Target jvm = target.target(true);
        Snapshot snapshot = Waiting.snapshot(terminal, jvm, new Ask(grace, false));
        if (output.json() || format == Format.json) {
            terminal.printJson(snapshot);
        } else {
            terminal.print(AttachScreen.render(snapshot, jvm.name(), output.style(terminal)));
        }
        return failOn.exitCode(snapshot);
    }
}
