package io.ctxagent.javaagent.exit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty file {@code ctx-leaks-<pid>.started} where the report will be. It goes when the report comes: a JVM that is killed
 * leaves it behind, and {@code ctxinspect check --require-report} knows that one is missing.
 */
final class StartMark {

    private final Path directory;
    private final Path file;

    StartMark(Path directory) {
        this.directory = directory;
        this.file = of(directory, ProcessHandle.current().pid());
    }

    static Path of(Path directory, long pid) {
        return directory.resolve("ctx-leaks-" + pid + ".started");
    }

    /** Where it cannot be made, the report will say why. */
    void set() {
        try {
            Files.createDirectories(directory);
            Files.createFile(file);
        } catch (IOException | RuntimeException e) {
            // The application starts all the same.
        }
    }

    /** No report is to come. */
    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException e) {
            // It will be taken for that of a killed JVM, which is the safe side.
        }
    }
}
