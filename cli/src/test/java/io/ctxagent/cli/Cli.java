package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Runs command lines in this JVM and keeps what they print. */
public final class Cli {

    /** What a command left. */
    public record Result(int exitCode, String out, String err) {

        /** It failed with this code, one line on standard error and nothing on standard output. */
        public Result failedWith(int code) {
            assertThat(err).startsWith("ctxinspect: ").endsWith("\n").hasLineCount(1);
            assertThat(out).isEmpty();
            assertThat(exitCode).as(err).isEqualTo(code);
            return this;
        }

        /** It succeeded and had nothing to complain about. */
        public Result succeeded() {
            assertThat(err).isEmpty();
            assertThat(exitCode).isZero();
            return this;
        }
    }

    private Cli() {}

    public static Result run(String... args) {
        return run(false, args);
    }

    static Result run(boolean colourTerminal, String... args) {
        return run(colourTerminal, (BufferedReader) null, args);
    }

    /** With somebody who answers {@code answer} when asked. */
    static Result answered(String answer, String... args) {
        return run(false, new BufferedReader(new StringReader(answer)), args);
    }

    private static Result run(boolean colourTerminal, BufferedReader person, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        int exitCode = CtxInspect.run(new Terminal(out, messages, colourTerminal, person, Terminal.Kind.NONE), args);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What {@code --help} lists. */
    static List<String> verbs() {
        return run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("   "))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
    }

    /** A snapshot among the test's resources, as a file. */
    static Path file(String name, Path directory) {
        try (InputStream in = Objects.requireNonNull(Cli.class.getResourceAsStream(name), name)) {
            Path file = directory.resolve(name);
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
