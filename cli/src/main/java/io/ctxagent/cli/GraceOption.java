package io.ctxagent.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How long work may go on before it is a finding. */
final class GraceOption {

    private final OptionSpec grace = OptionSpec.builder("--grace")
            .type(Duration.class)
            .converters(new Durations())
            .paramLabel("TIME")
            .description("How long after cancel or deadline work may go on (default: what the agent was told).")
            .build();

    CommandSpec spec() {
        return CommandSpec.create().addOption(grace);
    }

    /** Null for what the agent was told. */
    @Nullable
    Duration value() {
        return grace.getValue();
    }
}
