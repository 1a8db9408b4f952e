package io.ctxagent.report;

import java.util.regex.Pattern;

/** GitHub reads the output of a build for commands, also from a name that happens to be printed in it. */
public final class WorkflowCommands {

    private static final Pattern AT_THE_BEGINNING = Pattern.compile("(?m)^([ \\t]*)::");

    private WorkflowCommands() {}

    /** The same text with nothing that is read as a command. */
    public static String disarmed(String text) {
        return AT_THE_BEGINNING.matcher(text).replaceAll("$1\\\\::").replace("##[", "##\\[");
    }
}
