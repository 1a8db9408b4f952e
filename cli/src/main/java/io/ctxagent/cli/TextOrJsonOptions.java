package io.ctxagent.cli;

import io.ctxagent.report.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How results are shown: the same for every verb that has text and JSON and nothing else. */
final class TextOrJsonOptions {

    private final OutputOptions output = new OutputOptions();

    private final OptionSpec format = OptionSpec.builder("--format")
            .type(Format.class)
            .initialValue(Format.text)
            .paramLabel("FORMAT")
            .description("text or json.")
            .build();

    CommandSpec spec() {
        return output.spec().addOption(format);
    }

    boolean json() {
        return output.json() || format.getValue() == Format.json;
    }

    Style style(Terminal terminal) {
        return output.style(terminal);
    }
}
