package io.ctxagent.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help and the version of a verb whose model is made in code; picocli's own mixin is read from annotations. */
final class HelpOptions {

    private HelpOptions() {}

    /** To the verb itself: a mixin's version would be asked for, and read from its file, each time. */
    static CommandSpec addTo(CommandSpec verb) {
        return verb.versionProvider(new CtxInspect.Version())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .type(boolean.class)
                        .description("Print version information and exit.")
                        .build());
    }
}
