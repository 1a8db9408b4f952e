package io.ctxagent.cli;

import io.ctxagent.cli.connect.LiveOptions;
import io.ctxagent.cli.connect.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How to reach a JVM: the same for every verb that may. */
final class ReachOptions {

    private final OptionSpec timeout = OptionSpec.builder("--timeout")
            .type(Duration.class)
            .converters(new Durations())
            .initialValue(Duration.ofSeconds(5))
            .paramLabel("TIME")
            .description("How long to wait for the JVM (default 5s).")
            .build();

    private final OptionSpec agentJar = OptionSpec.builder("--agent-jar")
            .type(Path.class)
            .paramLabel("JAR")
            .description("The agent to load (default: the one beside ctxinspect).")
            .build();

    CommandSpec spec() {
        return CommandSpec.create().addOption(timeout).addOption(agentJar);
    }

    /**
     * The target that {@code text} means; {@code load} says whether the agent may be loaded into it.
     *
     * @throws Failure where {@code --agent-jar} names no file, whether it is needed or not
     */
    Target target(String text, boolean load) {
        return Target.of(text, options(load));
    }

    LiveOptions options(boolean load) {
        @Nullable Path jar = agentJar.getValue();
        if (jar != null) {
            check(jar);
        }
        return new LiveOptions(timeout.getValue(), load, jar == null ? Home.agentJar() : jar);
    }

    private static void check(Path jar) {
        String fault = !Files.exists(jar)
                ? "there is no such file"
                : Files.isDirectory(jar) ? "it is a directory" : Files.isReadable(jar) ? null : "you may not read it";
        if (fault != null) {
            throw new Failure(ExitCode.USAGE, "--agent-jar " + Failure.quote(jar.toString()) + ": " + fault);
        }
    }
}
