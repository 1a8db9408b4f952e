package io.ctxagent.cli;

import io.ctxagent.report.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How results are shown: the same for every verb that reads. */
final class OutputOptions {

    private final OptionSpec json = OptionSpec.builder("--json")
            .type(boolean.class)
            .initialValue(false)
            .description("The same as --format json.")
            .build();

    private final OptionSpec color = OptionSpec.builder("--color")
            .type(ColorMode.class)
            .initialValue(ColorMode.auto)
            .paramLabel("WHEN")
            .description("auto (a terminal, and NO_COLOR is not set), always or never.")
            .build();

    CommandSpec spec() {
        return CommandSpec.create().addOption(json).addOption(color);
    }

    boolean json() {
        return json.<Boolean>getValue();
    }

    Style style(Terminal terminal) {
        return terminal.style(color.getValue());
    }
}
