package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.model.InvalidSnapshotException;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file that holds a snapshot, compressed or not: its first bytes say which. */
public final class SnapshotFile {

    private static final int GZIP_MAGIC = 0x1f8b;

    private SnapshotFile() {}

    /**
     * Reads the file.
     *
     * @param maxBytes how long the JSON may be
     * @throws Failure when it cannot be read, is too long, or is no snapshot
     */
    public static Snapshot read(Path path, long maxBytes) {
        return read(path, maxBytes, Capacity.elements(1));
    }

    /** The same, of which at most so many contexts and threads are kept. */
    static Snapshot read(Path path, long maxBytes, int most) {
        String name = Failure.quote(path.toString());
        if (!Files.isReadable(path)) {
            throw new Failure(ExitCode.NO_PERMISSION, "you may not read " + name);
        }
        try (InputStream in = new CappedInputStream(open(path), maxBytes)) {
            return SnapshotReader.read(in, most);
        } catch (InvalidSnapshotException e) {
            throw new Failure(ExitCode.AGENT_FAILED, name + " is " + e.getMessage(), e);
        } catch (CappedInputStream.TooLong e) {
            throw new Failure(ExitCode.AGENT_FAILED, name + " is longer than " + (maxBytes >> 20) + " MiB", e);
        } catch (ZipException | EOFException e) {
            throw new Failure(
                    ExitCode.AGENT_FAILED, name + " is a damaged gzip file: " + Failure.quote(e.getMessage()), e);
        } catch (AccessDeniedException e) { // root may read everything, and yet not open everything
            throw new Failure(ExitCode.NO_PERMISSION, "you may not read " + name, e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_TARGET, "cannot read " + name + ": " + Failure.quote(e.getMessage()), e);
        }
    }

    /** Its JSON. */
    static InputStream open(Path path) throws IOException {
        // JDK 17 asks for the position in what the other one opens, and a pipe has none.
        InputStream file = Files.isRegularFile(path) ? Files.newInputStream(path) : new FileInputStream(path.toFile());
        InputStream in = new BufferedInputStream(file, 1 << 16);
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
}
