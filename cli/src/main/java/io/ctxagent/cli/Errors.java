package io.ctxagent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Makes one line on standard error, and an exit code, of everything that goes wrong. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Set to anything, an internal error comes with its stack. */
    private static final String DEBUG = "CTXINSPECT_DEBUG";

    private final Terminal terminal;

    Errors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        terminal.message(Failure.quote(e.getMessage()) + didYouMean(e) + "; see: " + name + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        if (e instanceof Failure failure) {
            terminal.message(String.valueOf(failure.getMessage()));
            debug(failure.getCause());
            return failure.exitCode();
        }
        if ((e instanceof IOException || e instanceof UncheckedIOException) && readerIsGone(e)) {
            return ExitCode.OK; // "ctxinspect tree 4711 | head" has seen enough
        }
        terminal.message(
                "internal error: " + Failure.quote(e.toString()) + "; set " + DEBUG + "=1 and report its stack");
        debug(e);
        return ExitCode.INTERNAL;
    }

    /** Brings out what is still in the buffer. */
    int flushing(int exitCode) {
        try {
            terminal.flush();
            return exitCode;
        } catch (UncheckedIOException e) {
            if (readerIsGone(e)) {
                return exitCode;
            }
            terminal.message("cannot write the result: " + Failure.quote(e.getMessage()));
            return ExitCode.INTERNAL;
        }
    }

    private static boolean readerIsGone(Exception e) {
        return String.valueOf(e.getMessage()).contains("Broken pipe");
    }

    private static String didYouMean(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : " (did you mean " + Failure.quote(suggestions.get(0)) + "?)";
    }

    private void debug(@Nullable Throwable e) {
        if (e != null && System.getenv(DEBUG) != null) {
            e.printStackTrace(terminal.err());
        }
    }
}
