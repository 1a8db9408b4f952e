package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.model.InvalidSnapshotException;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A snapshot in a file, compressed or not. */
final class FileTarget implements Target {

    private static final int GZIP_MAGIC = 0x1f8b;

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
        try (InputStream in = open()) {
            return SnapshotReader.read(in);
        } catch (InvalidSnapshotException e) {
            throw new Failure(ExitCode.AGENT_FAILED, path() + " is " + e.getMessage(), e);
        } catch (ZipException | EOFException e) {
            throw new Failure(
                    ExitCode.AGENT_FAILED, path() + " is a damaged gzip file: " + Failure.quote(e.getMessage()), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_TARGET, "cannot read " + path() + ": " + Failure.quote(e.getMessage()), e);
        }
    }

    /** What is copied was read once before: a file that is no snapshot is refused, not passed on. */
    @Override
    public void copy(Ask ask, OutputStream out) throws IOException {
        snapshot(ask);
        try (InputStream in = open()) {
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

    private InputStream open() throws IOException {
        Path path = checked();
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            in.mark(2);
            int magic = in.read() << 8 | in.read();
            in.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private Path checked() throws IOException {
        Path path;
        try {
            path = Path.of(name.substring("file:".length()));
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
