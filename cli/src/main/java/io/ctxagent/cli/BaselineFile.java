package io.ctxagent.cli;

import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.BaselineJson;
import io.ctxagent.report.check.InvalidBaselineException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * {@code ctx-baseline.json} on disk. It belongs to the sources: it is only made when somebody asks for it, because a lost
 * one that came back by itself would accept everything.
 */
final class BaselineFile {

    private BaselineFile() {}

    static Baseline read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return BaselineJson.read(in);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no baseline " + name(file) + "; ctxinspect check --create-baseline makes a first one",
                    e);
        } catch (InvalidBaselineException e) {
            throw new Failure(ExitCode.USAGE, name(file) + " is " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "cannot read " + name(file) + ": " + Failure.quote(e.getMessage()), e);
        }
    }

    /** Before anything is printed that would pass for a verdict. */
    static void requireNone(Path file) {
        if (Files.exists(file)) {
            throw isThere(file, null);
        }
    }

    private static Failure isThere(Path file, @Nullable IOException cause) {
        return new Failure(
                ExitCode.USAGE,
                "there is a baseline " + name(file) + " already; edit it, or remove it to begin anew",
                cause);
    }

    /** Makes a new file, and never touches one that is there. */
    static void create(Path file, Baseline baseline) {
        try {
            Files.write(file, json(baseline), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw isThere(file, e);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Replaces the content of a file that is there; its permissions stay. */
    static void replace(Path file, Baseline baseline) {
        try {
            Path real = file.toRealPath();
            Path draft = real.resolveSibling("." + real.getFileName() + ".part");
            try {
                Files.copy(real, draft, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                Files.write(draft, json(baseline), StandardOpenOption.TRUNCATE_EXISTING);
                Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static byte[] json(Baseline baseline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BaselineJson.write(baseline, bytes);
        return bytes.toByteArray();
    }

    private static Failure cannotWrite(Path file, IOException e) {
        return new Failure(ExitCode.USAGE, "cannot write " + name(file) + ": " + Failure.quote(e.toString()), e);
    }

    private static String name(Path file) {
        return Failure.quote(file.toString());
    }
}
