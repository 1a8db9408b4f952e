package io.ctxagent.cli;

/** The exit codes; like those of grep and diff, 1 is an answer and 2 and above are trouble. */
public final class ExitCode {

    public static final int OK = 0;
    /** There are findings at or above {@code --fail-on}. */
    public static final int FINDINGS = 1;
    /** The command line is wrong, or names a file that cannot be written. */
    public static final int USAGE = 2;
    /** The target, or the context in it, is not there; it is no JVM; or more than one fits. */
    public static final int NO_TARGET = 3;

    public static final int NO_PERMISSION = 4;
    /** The JVM refuses to load the agent, or did not answer in time. */
    public static final int ATTACH_REFUSED = 5;
    /** The agent failed, is not there, or what came is not what it should send. */
    public static final int AGENT_FAILED = 6;
    /** The observation is incomplete, and {@code --strict} was given. */
    public static final int INCOMPLETE = 7;

    public static final int INTERNAL = 70;

    private ExitCode() {}
}
