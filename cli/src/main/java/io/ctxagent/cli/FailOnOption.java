package io.ctxagent.cli;

import io.ctxagent.model.Snapshot;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which findings make a verb exit with 1. */
final class FailOnOption {

    private final OptionSpec failOn;

    /** {@code usual} is what counts when the option is not given. */
    FailOnOption(FailOn usual) {
        failOn = OptionSpec.builder("--fail-on")
                .type(FailOn.class)
                .initialValue(usual)
                .paramLabel("SEVERITY")
                .description(
                        usual == FailOn.error
                                ? "Exit 1 with findings that are as bad: error (default), warning or none."
                                : "Exit 1 with findings that are as bad: error, warning or none (default " + usual
                                        + ").")
                .build();
    }

    CommandSpec spec() {
        return CommandSpec.create().addOption(failOn);
    }

    FailOn value() {
        return failOn.getValue();
    }

    int exitCode(Snapshot snapshot) {
        return value().exitCode(snapshot);
    }
}
