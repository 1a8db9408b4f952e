package io.ctxagent.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whether a verb that found nothing may be content with an incomplete look. */
final class StrictOption {

    private final OptionSpec strict = OptionSpec.builder("--strict")
            .type(boolean.class)
            .initialValue(false)
            .description("Exit 7 when the observation is incomplete.")
            .build();

    CommandSpec spec() {
        return CommandSpec.create().addOption(strict);
    }

    /** The exit code of a verb that has nothing else to complain about. */
    int exitCode(boolean complete) {
        return strict.<Boolean>getValue() && !complete ? ExitCode.INCOMPLETE : ExitCode.OK;
    }
}
