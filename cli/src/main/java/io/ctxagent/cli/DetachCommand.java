package io.ctxagent.cli;

import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.wire.Detached;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Takes the agent out of a JVM again. */
@Command(
        name = "detach",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description =
                "Takes ctx-agent out of a JVM: classes get their own code back, its threads end, the socket and its"
                        + " directory are gone. Says what stays.",
        footer = {
            "",
            "From then on blocking calls obey no context; the contexts themselves live",
            "on. A call that is blocked at that moment ends as it would have, and unless",
            "it is a socket's still with its context.",
            "ctxinspect attach PID loads the agent again, as one that came late.",
            "",
            "Example:",
            "  ctxinspect detach 4711"
        })
final class DetachCommand implements Callable<Integer> {

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    DetachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Target jvm = target.target(false);
        Detached detached = jvm.detach();
        StringBuilder text = new StringBuilder();
        text.append("ctx-agent has left JVM ").append(jvm.name()).append(": ");
        text.append(count(detached.restored(), "class", "classes")).append(" restored, socket closed\n");
        if (detached.blocked() > 0) {
            text.append(count(detached.blocked(), "call", "calls"))
                    .append(" blocked at that moment: sockets wait on as without the agent,"
                            + " the others still end with their context\n");
        }
        text.append("stays until the JVM ends:\n");
        for (String sentence : detached.stays()) {
            text.append("  ").append(Failure.quote(sentence)).append('\n');
        }
        terminal.print(text.toString());
        if (detached.left().isEmpty()) {
            return ExitCode.OK;
        }
        throw new Failure(
                ExitCode.AGENT_FAILED,
                "JVM " + jvm.name() + " would not restore " + Failure.quote(String.join(", ", detached.left()))
                        + "; the hooks in there do nothing");
    }

    private static String count(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }
}
