package io.ctxagent.cli;

import io.ctxagent.cli.connect.SnapshotFile;
import io.ctxagent.report.check.LeakReport;
import io.ctxagent.report.check.ReportMerge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reports that agents have written: files, and directories that hold some, at whatever depth. */
final class ReportFiles {

    /** More than this is no report of a test run, and would fill the memory. */
    static final long MAX_BYTES = 64L << 20;

    private static final PathMatcher REPORT =
            FileSystems.getDefault().getPathMatcher("glob:ctx-leaks-*.{json,json.gz}");

    /** What a JVM leaves behind that was killed. */
    private static final PathMatcher MARK = FileSystems.getDefault().getPathMatcher("glob:ctx-leaks-*.started");

    private ReportFiles() {}

    /** Reads each file once, however often it was named, and keeps only what a verdict needs. */
    static LeakReport read(List<Path> paths) {
        ReportMerge merge = new ReportMerge();
        for (Path file : files(paths)) {
            if (MARK.matches(file.getFileName())) {
                merge.unfinished(file.toString());
            } else {
                merge.add(file.toString(), SnapshotFile.read(file, MAX_BYTES));
            }
        }
        return merge.report();
    }

    private static List<Path> files(List<Path> paths) {
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Path each : paths) {
            Path path = plain(each);
            try {
                if (!Files.exists(path) && !Files.notExists(path)) {
                    throw new Failure(ExitCode.NO_PERMISSION, "you may not look at " + Failure.quote(path.toString()));
                }
                if (!Files.exists(path)) {
                    throw new Failure(
                            ExitCode.USAGE,
                            "there is no " + Failure.quote(path.toString())
                                    + "; give reports, or a directory that agents wrote them to (report=DIR)");
                }
                for (Path file : Files.isDirectory(path) ? inside(path) : List.of(path)) {
                    files.putIfAbsent(file.toRealPath(), file);
                }
            } catch (IOException | UncheckedIOException e) {
                // Its message is a name, and no reason.
                throw new Failure(
                        ExitCode.NO_PERMISSION,
                        "you may not read all of " + Failure.quote(path.toString()) + ": "
                                + Failure.quote(e.toString()),
                        e);
            }
        }
        return new ArrayList<>(files.values());
    }

    /** Without the {@code file:} that targets of other verbs have. */
    private static Path plain(Path path) {
        String text = path.toString();
        return text.startsWith("file:") && !Files.exists(path) ? Path.of(text.substring("file:".length())) : path;
    }

    private static List<Path> inside(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> (REPORT.matches(file.getFileName()) || MARK.matches(file.getFileName()))
                            && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
