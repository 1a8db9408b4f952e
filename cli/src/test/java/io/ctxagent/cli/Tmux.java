package io.ctxagent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Real terminals of any size, by tmux; closing ends them all. */
final class Tmux implements AutoCloseable {

    private final Path socket;

    Tmux(Path directory) {
        this.socket = directory.resolve("tmux");
    }

    static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/tmux"));
    }

    /** Runs a command in a new terminal, which stays when the command has ended and then shows {@code EXIT=code}. */
    Window open(int columns, int rows, List<String> environment, List<String> command) throws Exception {
        // Ctrl-C reaches the shell too, which has to stay.
        StringBuilder line = new StringBuilder("trap : INT; env -u NO_COLOR ");
        environment.forEach(variable -> line.append(quoted(variable)).append(' '));
        command.forEach(word -> line.append(quoted(word)).append(' '));
        String name = "w" + columns + "x" + rows;
        tmux(List.of(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-s",
                name,
                "-x",
                "" + columns,
                "-y",
                "" + rows,
                line + "; echo EXIT=$?; exec cat"));
        return new Window(name);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private String tmux(List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tmux", "-S", socket.toString()));
        command.addAll(args);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + out);
        }
        return out;
    }

    @Override
    public void close() throws Exception {
        tmux(List.of("kill-server"));
    }

    /** One terminal. */
    final class Window {

        private final String name;

        private Window(String name) {
            this.name = name;
        }

        /** What it shows, row by row. */
        List<String> screen() {
            try {
                return tmux(List.of("capture-pane", "-p", "-t", name)).lines().toList();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Types; a word such as {@code Enter} is a key. */
        void type(String... keys) throws Exception {
            List<String> args = new ArrayList<>(List.of("send-keys", "-t", name, "--"));
            args.addAll(List.of(keys));
            tmux(args);
        }

        /** Waits until none of its rows fits. */
        void awaitNone(Predicate<String> row) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(this::screen, screen -> screen.stream().noneMatch(row));
        }

        /** The screen, once one of its rows fits. */
        List<String> await(Predicate<String> row) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(this::screen, screen -> screen.stream().anyMatch(row));
        }
    }
}
