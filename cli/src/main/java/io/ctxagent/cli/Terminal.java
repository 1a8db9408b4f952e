package io.ctxagent.cli;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.Style;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where results and messages go. Everything is UTF-8, whatever the locale says: so is JSON, and so are terminals. */
final class Terminal {

    /** What can be done with standard output and input together. */
    enum Kind {
        /** It is a file or a pipe. */
        NONE,
        /** It can be printed on. */
        PLAIN,
        /** It can be drawn on, and has keys. */
        FULL
    }

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private final PrintStream err;
    private final boolean colour;
    private final @Nullable BufferedReader person;
    private final Kind kind;
    private final boolean progress;

    /** One whose messages nobody watches come. */
    Terminal(OutputStream out, PrintStream err, boolean colour, @Nullable BufferedReader person, Kind kind) {
        this(out, err, colour, person, kind, false);
    }

    /**
     * @param colour whether {@code --color auto} means colour
     * @param person who answers questions; null where nobody does
     */
    private Terminal(
            OutputStream out,
            PrintStream err,
            boolean colour,
            @Nullable BufferedReader person,
            Kind kind,
            boolean progress) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.person = person;
        this.kind = kind;
        this.progress = progress;
    }

    /** The process's own. */
    static Terminal system() {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 14);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        boolean keys = isTerminal(Path.of("/proc/self/fd/0"));
        boolean watched = isTerminal(Path.of("/proc/self/fd/2"));
        boolean asked = keys && watched;
        Kind kind = !isTerminal(STANDARD_OUTPUT) ? Kind.NONE : keys && !dumb() ? Kind.FULL : Kind.PLAIN;
        return new Terminal(
                out,
                err,
                wantsColour(),
                asked ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)) : null,
                kind,
                watched && !dumb());
    }

    /** Whether messages go to a terminal that lines can be wiped out on. */
    boolean showsProgress() {
        return progress;
    }

    Kind kind() {
        return kind;
    }

    /** Whether somebody is there to be asked. */
    boolean interactive() {
        return person != null;
    }

    /** Asks a question, which goes where messages go; true for yes. */
    boolean confirmed(String question) {
        BufferedReader reader = person;
        if (reader == null) {
            return false;
        }
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = reader.readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException e) {
            return false;
        }
    }

    Style style(ColorMode mode) {
        return switch (mode) {
            case always -> Style.ANSI;
            case never -> Style.PLAIN;
            case auto -> colour ? Style.ANSI : Style.PLAIN;
        };
    }

    OutputStream out() {
        return out;
    }

    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void printJson(Snapshot snapshot) {
        try {
            SnapshotWriter.write(snapshot, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line for people. */
    void message(String line) {
        err.println("ctxinspect: " + line);
    }

    PrintStream err() {
        return err;
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean wantsColour() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !dumb() && isTerminal(STANDARD_OUTPUT);
    }

    private static boolean dumb() {
        return "dumb".equals(System.getenv("TERM"));
    }

    // System.console() tells it of both ends together, and from JDK 22 on not at all.
    private static boolean isTerminal(Path descriptor) {
        try {
            String link = Files.readSymbolicLink(descriptor).toString();
            return link.startsWith("/dev/pts/") || link.startsWith("/dev/tty") || link.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
