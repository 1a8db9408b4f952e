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
        footer = {
            "",
            "Start with:  ctxinspect ps",
            "             ctxinspect attach PID",
            "",
            "Exit codes: 0 ok, 1 findings, 2 usage, 3 no such target, 4 no permission,",
            "5 attach refused or timed out, 6 agent failed or not there, 7 incomplete",
            "with --strict, 70 internal error, 130 interrupted."
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
