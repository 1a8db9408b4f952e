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
        String what = String.valueOf(e.getMessage());
        // Some of picocli's sentences end like one; ours goes on.
        String sentence = what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
        terminal.message(Failure.quote(sentence) + didYouMean(e) + "; see: " + name + " --help");
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

    /** There is no room for what was asked for. */
    int outOfMemory(OutOfMemoryError e) {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        terminal.message("the memory of ctxinspect itself, " + mebibytes
                + " MiB, is too little for this; CTXINSPECT_OPTS=-Xmx" + 4 * Math.max(1, mebibytes) + "m gives more");
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
            Throwable cause = e.getCause() == null ? e : e.getCause();
            terminal.message("cannot write the result: " + Failure.quote(cause.getMessage()));
            return ExitCode.INTERNAL;
        }
    }

    /** Whether what reads standard output has ended. */
    static boolean readerIsGone(Exception e) {
        return String.valueOf(e.getMessage()).contains("Broken pipe");
    }

    private static String didYouMean(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        String typed = unmatched.getUnmatched().isEmpty()
                ? ""
                : unmatched.getUnmatched().get(0);
        return suggestions.isEmpty() || !isTypo(typed, suggestions.get(0))
                ? ""
                : " (did you mean " + Failure.quote(suggestions.get(0)) + "?)";
    }

    /** Whether at most every third letter differs; picocli suggests something for everything. */
    private static boolean isTypo(String typed, String meant) {
        int[] row = new int[meant.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int swap = diagonal + (typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return 3 * row[meant.length()] <= Math.max(3, meant.length());
    }

    private void debug(@Nullable Throwable e) {
        if (e != null && System.getenv(DEBUG) != null) {
            e.printStackTrace(terminal.err());
        }
    }
}
