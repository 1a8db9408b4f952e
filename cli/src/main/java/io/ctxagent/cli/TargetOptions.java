package io.ctxagent.cli;

import io.ctxagent.cli.connect.Target;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The target and how to reach it: the same for every verb that has one. */
final class TargetOptions {

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "A pid, a unique part of a main class's name, or file:SNAPSHOT (.json, also gzipped).")
    private String target = "";

    @Mixin
    private ReachOptions reach = new ReachOptions();

    /** The target as it was typed. */
    String text() {
        return target;
    }

    /** The target; {@code load} says whether the agent may be loaded into it. */
    Target target(boolean load) {
        return reach.target(target, load);
    }
}
