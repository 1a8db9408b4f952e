package io.ctxagent.cli;

import io.ctxagent.report.Style;
import picocli.CommandLine.Option;

/** How results are shown: the same for every verb that reads. */
final class OutputOptions {

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (a terminal, and NO_COLOR is not set), always or never.")
    private ColorMode color = ColorMode.auto;

    boolean json() {
        return json;
    }

    Style style(Terminal terminal) {
        return terminal.style(color);
    }
}
