package io.ctxagent.javaagent.exit;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes {@code ctx-leaks-<pid>.json}: the last snapshot with its findings. It is there whole or not at all. */
final class ExitReport {

    private final Path directory;

    ExitReport(Path directory) {
        this.directory = directory;
    }

    void write(Snapshot snapshot) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("ctx-leaks-" + snapshot.jvm().pid() + ".json");
        Path part = Files.createTempFile(directory, ".ctx-leaks-", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                SnapshotWriter.write(snapshot, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(StartMark.of(directory, snapshot.jvm().pid()));
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
