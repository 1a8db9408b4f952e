package io.ctxagent.cli;

import io.ctxagent.cli.connect.Target;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The target and how to reach it: the same for every verb that has one. */
final class TargetOptions {

    private final PositionalParamSpec target = PositionalParamSpec.builder()
            .index("0")
            .type(String.class)
            .required(true)
            .paramLabel("TARGET")
            .description("A pid, a unique part of a main class's name, or file:SNAPSHOT (.json, also gzipped).")
            .build();

    private final ReachOptions reach = new ReachOptions();

    CommandSpec spec() {
        return reach.spec().addPositional(target);
    }

    /** The target as it was typed. */
    String text() {
        return target.getValue();
    }

    /** The target; {@code load} says whether the agent may be loaded into it. */
    Target target(boolean load) {
        return reach.target(text(), load);
    }
}
