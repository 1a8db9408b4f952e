package io.ctxagent.cli;

import io.ctxagent.cli.connect.LiveOptions;
import io.ctxagent.cli.connect.Target;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The target and how to reach it: the same for every verb that has one. */
final class TargetOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    @Parameters(
            paramLabel = "TARGET",
            description = "A pid, a unique part of a main class's name, or file:SNAPSHOT (.json, also gzipped).")
    private String target = "";

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

    /** The target; {@code load} says whether the agent may be loaded into it. */
    Target target(boolean load) {
        return Target.of(target, new LiveOptions(timeout, load, agentJar == null ? Home.agentJar() : agentJar));
    }
}
