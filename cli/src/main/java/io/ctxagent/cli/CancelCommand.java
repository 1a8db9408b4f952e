package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.CancelReply.Outcome;
import io.ctxagent.report.CancelText;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels a context: the only verb that changes what the application does. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description =
                "Cancels a context and all below it, as its own scope would. Only where the agent was started with"
                        + " allow-cancel=true.",
        footer = {
            "",
            "Who, when, which and why goes to the JVM's standard error; the reason is part",
            "of the cause that the application sees.",
            "",
            "Examples:",
            "  ctxinspect cancel 4711 c17",
            "  ctxinspect cancel shop.Main c17 --yes --reason \"hangs since 9:40, INC-2041\""
        })
final class CancelCommand implements Callable<Integer> {

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    @Parameters(index = "1", paramLabel = "ID", description = "The context, as ctxinspect tree prints it: c17.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the JVM's log and for the cause.")
    private @Nullable String reason;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask; needed where nobody can be asked.")
    private boolean yes;

    CancelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!yes && !terminal.interactive()) {
            throw new Failure(
                    ExitCode.USAGE, "cancel changes what the application does, and nobody is here to ask; give --yes");
        }
        Target jvm = target.target(false);
        Outcome possible = jvm.cancel(id, null, true);
        if (possible != Outcome.CANCELABLE && possible != Outcome.NOT_LIVE) {
            throw refused(possible, jvm);
        }
        Snapshot snapshot = jvm.snapshot(new Ask(Duration.ZERO, false));
        ContextInfo context = find(snapshot);
        if (context == null || possible == Outcome.NOT_LIVE) {
            return missing(context, jvm);
        }
        if (snapshot.agent().mode().equals("observe")) {
            terminal.message("this agent only observes: calls that are blocked go on; what asks the context ends");
        }
        String what = CancelText.of(snapshot, context);
        if (!yes && !terminal.confirmed("Cancel " + what + "?")) {
            terminal.message("nothing was cancelled");
            return ExitCode.OK;
        }
        Outcome outcome = jvm.cancel(id, reason, false);
        if (outcome == Outcome.NOT_LIVE) {
            terminal.print(context.id() + " was done already\n");
        } else if (outcome == Outcome.CANCELED) {
            terminal.print("canceled " + what + "\n");
        } else {
            throw refused(outcome, jvm);
        }
        return ExitCode.OK;
    }

    private @Nullable ContextInfo find(Snapshot snapshot) {
        return snapshot.contexts().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private int missing(@Nullable ContextInfo context, Target jvm) {
        if (context == null || context.live()) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "there is no live context " + Failure.quote(id) + " in JVM " + jvm.name() + "; ctxinspect tree "
                            + jvm.name() + " lists them");
        }
        terminal.print(Failure.quote(id) + " was done already: " + Failure.quote(context.state()) + "\n");
        return ExitCode.OK;
    }

    private Failure refused(Outcome outcome, Target jvm) {
        return outcome == Outcome.NOT_ALLOWED
                ? new Failure(
                        ExitCode.NO_PERMISSION,
                        "the agent in JVM " + jvm.name()
                                + " does not allow cancel; start the JVM with"
                                + " -javaagent:ctx-agent.jar=allow-cancel=true")
                : new Failure(
                        ExitCode.USAGE, Failure.quote(id) + " is of a kind that is never done; cancel one below it");
    }
}
