package io.ctxagent.cli;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.Style;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results and messages go. Everything is UTF-8, whatever the locale says: so is JSON, and so are terminals. */
final class Terminal {

    private final OutputStream out;
    private final PrintStream err;
    private final boolean colour;

    /**
     * @param colour whether {@code --color auto} means colour
     */
    Terminal(OutputStream out, PrintStream err, boolean colour) {
        this.out = out;
        this.err = err;
        this.colour = colour;
    }

    /** The process's own. */
    static Terminal system() {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 14);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(out, err, wantsColour());
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
        return (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"))
                && isTerminal(Path.of("/proc/self/fd/1"));
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
