package io.ctxagent.cli;

import io.ctxagent.model.wire.Wire;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ctxinspect}: the list of its verbs, and the way in. */
@Command(
        name = "ctxinspect",
        description = "Shows what a running JVM works on, for whom, and until when.",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:findings that count, or growth that was not allowed",
            "2:the command line is wrong, or a file cannot be written",
            "3:no such target, or more than one",
            "4:no permission: another user's JVM, or an agent that does not allow it",
            "5:the attach was refused or timed out; ctxinspect doctor says why",
            "6:the agent failed or is not there, or a file is no snapshot",
            "7:the observation is incomplete, and --strict was given",
            "70:an internal error, or standard output cannot be written",
            "130:interrupted"
        },
        footer = {
            "",
            "Examples:",
            "  ctxinspect ps",
            "  ctxinspect attach 4711",
            "  ctxinspect help tree",
            "  man ctxinspect-tree"
        })
public final class CtxInspect implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

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

    private CtxInspect() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.system(), args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(Terminal terminal, String... args) {
        CommandLine commands = new CommandLine(new CtxInspect());
        Verbs.add(commands, terminal, args);
        Errors errors = new Errors(terminal);
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        return errors.flushing(commands.execute(args));
    }

    /** No verb was given. */
    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "no command was given");
    }
}
