package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A snapshot in a file, compressed or not. */
final class FileTarget implements Target {

    /** What the path {@code -} means. */
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    private final String name;

    FileTarget(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Snapshot snapshot(Ask ask) {
        return SnapshotFile.read(checked(), Long.MAX_VALUE, Capacity.elements(ask.held()));
    }

    /** What is copied was read once before: a file that is no snapshot is refused, not passed on. */
    @Override
    public void copy(Ask ask, OutputStream out) throws IOException {
        Snapshot read = snapshot(ask);
        if (!Files.isRegularFile(checked())) {
            SnapshotWriter.write(read, out); // what came through a pipe does not come again
            return;
        }
        try (InputStream in = SnapshotFile.open(checked())) {
            in.transferTo(out);
        }
    }

    @Override
    public CancelReply.Outcome cancel(String id, @Nullable String reason, boolean rehearse) {
        throw new Failure(
                ExitCode.USAGE, path() + " is a file, and nothing in it can be cancelled; give a pid or a main class");
    }

    @Override
    public Detached detach() {
        throw new Failure(
                ExitCode.USAGE, path() + " is a file, and has no agent to detach; give a pid or a main class");
    }

    private Path checked() {
        Path path;
        try {
            String text = name.substring("file:".length());
            if (text.isEmpty()) {
                throw new Failure(ExitCode.NO_TARGET, "file: names no file; give file: and the path of a snapshot");
            }
            path = text.equals("-") ? STANDARD_INPUT : Path.of(text);
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.NO_TARGET, path() + " is no file name", e);
        }
        if (!Files.exists(path)) {
            throw new Failure(
                    ExitCode.NO_TARGET, "there is no file " + path() + "; give file: and the path of a snapshot");
        }
        if (Files.isDirectory(path)) {
            throw new Failure(ExitCode.NO_TARGET, path() + " is a directory; give file: and the path of a snapshot");
        }
        if (!Files.isReadable(path)) {
            throw new Failure(ExitCode.NO_PERMISSION, "you may not read " + path(), new AccessDeniedException(path()));
        }
        return path;
    }

    private String path() {
        return Failure.quote(name.substring("file:".length()));
    }
}
