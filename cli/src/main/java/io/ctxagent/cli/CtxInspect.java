package io.ctxagent.cli;

import io.ctxagent.model.wire.Wire;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** {@code ctxinspect}: the list of its verbs, and the way in. */
public final class CtxInspect implements Runnable {

    private final CommandSpec spec;

    /** Says what this is, and what it speaks. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "ctxinspect " + Home.version() + " (protocol " + Wire.VERSION + ", Java "
                        + System.getProperty("java.version") + ")"
            };
        }
    }

    private CtxInspect() {
        spec = HelpOptions.addTo(CommandSpec.wrapWithoutInspection(this).name("ctxinspect"));
        spec.usageMessage()
                .description("Shows what a running JVM works on, for whom, and until when.")
                .synopsisSubcommandLabel("COMMAND")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:done",
                        "1:findings that count, or growth that was not allowed",
                        "2:the command line is wrong, or a file cannot be written",
                        "3:no such target, or more than one; no such context",
                        "4:no permission: another user's JVM, or an agent that does not allow it",
                        "5:the attach was refused or timed out; ctxinspect doctor says why",
                        "6:the agent failed or is not there, or a file is no snapshot",
                        "7:the observation is incomplete, and --strict was given",
                        "70:an internal error, or standard output cannot be written",
                        "130:interrupted"))
                .footer(
                        "",
                        "Examples:",
                        "  ctxinspect ps",
                        "  ctxinspect attach 4711",
                        "  ctxinspect help tree",
                        "  man ctxinspect-tree");
    }

    public static void main(String[] args) {
        int exitCode = run(Terminal.system(), args);
        if (exitCode != ExitCode.OK) {
            // Of its own accord a JVM ends with 0; System.exit would first start the JDK's logging, to tell who ended
            // it.
            System.exit(exitCode);
        }
    }

    /** Runs one command line and returns its exit code. */
    static int run(Terminal terminal, String... args) {
        CommandLine commands = new CommandLine(new CtxInspect().spec);
        Verbs.add(commands, terminal, args);
        Errors errors = new Errors(terminal);
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        try {
            return errors.flushing(commands.execute(args));
        } catch (OutOfMemoryError e) {
            return errors.outOfMemory(e);
        }
    }

    /** No verb was given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }
}
