package io.ctxagent.javaagent.exit;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes {@code ctx-leaks-<pid>.json}: the last snapshot with its findings. It is there whole or not at all. */
final class ExitReport {

    private final Path directory;

    ExitReport(Path directory) {
        this.directory = directory;
    }

    /** Throws nothing: what goes wrong is one line on standard error. */
    void write(Ending ending) {
        try {
            write(ending.lastSnapshot());
        } catch (IOException e) {
            complain(reason(e));
        } catch (Throwable e) {
            // Also where the memory is used up, which is no reason to change how the JVM ends.
            complain(e.toString());
        }
    }

    private void write(Snapshot snapshot) throws IOException {
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

    private void complain(String why) {
        String line = "ctx-agent: the report could not be written to " + directory + ": " + why;
        System.err.println(line.replace('\n', ' ').replace('\r', ' '));
    }

    private String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (e instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is not a directory";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            boolean itself = directory.toString().equals(failed.getFile());
            return (itself ? "" : failed.getFile() + ": ") + failed.getReason();
        }
        return e.toString();
    }
}
