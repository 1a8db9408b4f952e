package io.ctxagent.cli;

import io.ctxagent.cli.connect.LiveOptions;
import io.ctxagent.cli.connect.Target;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach a JVM: the same for every verb that may. */
final class ReachOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to wait for the JVM (default 5s).")
    private Duration timeout = DEFAULT_TIMEOUT;

    @Option(
            names = "--agent-jar",
            paramLabel = "JAR",
            description = "The agent to load (default: the one beside ctxinspect).")
    private @Nullable Path agentJar;

    /** The target that {@code text} means; {@code load} says whether the agent may be loaded into it. */
    Target target(String text, boolean load) {
        return Target.of(text, options(load));
    }

    LiveOptions options(boolean load) {
        return new LiveOptions(timeout, load, agentJar == null ? Home.agentJar() : agentJar);
    }
}
