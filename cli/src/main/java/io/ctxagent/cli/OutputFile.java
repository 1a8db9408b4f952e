package io.ctxagent.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file for a result. It appears when it is whole, for its owner alone: a snapshot tells names and places of somebody's
 * service. One whose name ends in {@code .gz} is compressed.
 */
final class OutputFile {

    /** Fills the file. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    private OutputFile() {}

    static void write(Path file, Content content) {
        try {
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                try (OutputStream out = Files.newOutputStream(file)) { // a device or a pipe
                    content.write(out);
                }
            } else {
                replace(Files.exists(file) ? file.toRealPath() : file, content); // a link stays one
            }
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot write " + Failure.quote(file.toString()) + ": there is no directory "
                            + Failure.quote(String.valueOf(file.toAbsolutePath().getParent())),
                    e);
        } catch (AccessDeniedException e) {
            throw new Failure(
                    ExitCode.NO_PERMISSION, "cannot write " + Failure.quote(file.toString()) + ": you may not", e);
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(
                    ExitCode.USAGE, "cannot write " + Failure.quote(file.toString()) + ": " + Failure.quote(why(e)), e);
        }
    }

    /** Without the name of the draft, which nobody has asked for. */
    private static @Nullable String why(Exception e) {
        return e instanceof FileSystemException fault && fault.getReason() != null ? fault.getReason() : e.getMessage();
    }

    private static void replace(Path file, Content content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(
                directory == null ? Path.of("/") : directory,
                "." + file.getFileName(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = open(file, draft)) {
                content.write(out);
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static OutputStream open(Path file, Path draft) throws IOException {
        OutputStream out = Files.newOutputStream(draft);
        return file.toString().endsWith(".gz")
                ? new GZIPOutputStream(out, 1 << 16)
                : new BufferedOutputStream(out, 1 << 16);
    }
}
