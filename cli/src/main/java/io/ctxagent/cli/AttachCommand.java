package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.AttachScreen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Loads the agent where it is not there, and shows one screen. */
final class AttachCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final TargetOptions target = new TargetOptions();
    private final TextOrJsonOptions output = new TextOrJsonOptions();
    private final GraceOption grace = new GraceOption();
    private final FailOnOption failOn = new FailOnOption(FailOn.none);

    AttachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** In code, like that of every verb whose start must be fast: see decision 70. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this)
                .name("attach")
                .addMixin("target", target.spec())
                .addMixin("output", output.spec())
                .addMixin("grace", grace.spec())
                .addMixin("failOn", failOn.spec());
        HelpOptions.addTo(spec)
                .usageMessage()
                .description("Shows a JVM's contexts, findings and threads in one screen. Loads ctx-agent into the JVM"
                        + " first when it is not there.")
                .footer(
                        "",
                        "An agent that is loaded so late only observes, and says that its picture",
                        "is not complete. Start the JVM with -javaagent:ctx-agent.jar for all of it.",
                        "",
                        "Examples:",
                        "  ctxinspect attach 4711",
                        "  ctxinspect attach shop.Main --timeout 20s");
        return spec;
    }

    @Override
    public Integer call() {
        Target jvm = target.target(true);
        Snapshot snapshot = Waiting.snapshot(terminal, jvm, new Ask(grace.value(), false));
        if (output.json()) {
            terminal.printJson(snapshot);
        } else {
            terminal.print(AttachScreen.render(snapshot, jvm.name(), output.style(terminal)));
        }
        return failOn.exitCode(snapshot);
    }
}
