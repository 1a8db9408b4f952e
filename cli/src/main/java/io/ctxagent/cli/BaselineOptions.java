package io.ctxagent.cli;

import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.LeakReport;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The baseline of {@code check}, and what may be done to it. */
final class BaselineOptions {

    @Option(names = "--baseline", paramLabel = "FILE", description = "The findings that are known.")
    private @Nullable Path file;

    @Option(
            names = "--update-baseline",
            description = "Lower each max in the baseline to what was seen; nothing is ever raised or added.")
    private boolean update;

    @Option(names = "--prune", description = "Take the entries that nothing was seen of out of the baseline.")
    private boolean prune;

    @Option(
            names = "--create-baseline",
            description = "Write a first baseline of all findings; needs --reason, and FILE must not be there.")
    private boolean create;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why they are put up with, for a new baseline.")
    private @Nullable String reason;

    @Option(names = "--owner", paramLabel = "WHO", description = "Who minds them, for a new baseline.")
    private @Nullable String owner;

    @Option(
            names = "--expires",
            paramLabel = "DAY",
            converter = Day.class,
            description = "Their last day, as 2027-02-01, for a new baseline.")
    private @Nullable LocalDate expires;

    /** Reads a day. */
    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is not a day like 2027-02-01");
            }
        }
    }

    @Nullable
    Path file() {
        return file;
    }

    /** What is wrong with the options; null for nothing. */
    @Nullable
    String complaint() {
        if (file == null && (update || prune || create)) {
            return "--update-baseline, --prune and --create-baseline need --baseline FILE";
        }
        if (create && (update || prune)) {
            return "--create-baseline goes with neither --update-baseline nor --prune";
        }
        if (create && (reason == null || reason.isBlank())) {
            return "--create-baseline needs --reason TEXT: why the findings are put up with";
        }
        if (!create && (reason != null || owner != null || expires != null)) {
            return "--reason, --owner and --expires go with --create-baseline only";
        }
        return null;
    }

    /** What is read, before anything is changed; null for none. */
    @Nullable
    Baseline read() {
        if (file != null && create) {
            BaselineFile.requireNone(file);
        }
        return file == null || create ? null : BaselineFile.read(file);
    }

    /** Whether the file is to be written. */
    boolean writes() {
        return update || prune || create;
    }

    /** The baseline after all that was asked for has been done to it, in memory. */
    @Nullable
    Baseline changed(@Nullable Baseline before, LeakReport report) {
        if (create && reason != null) {
            return Baseline.of(report, reason, owner, expires);
        }
        Baseline after = before;
        if (after != null && prune) {
            after = after.pruned(report);
        }
        if (after != null && update) {
            after = after.lowered(report);
        }
        return after;
    }

    /** Writes it, and says what has changed. */
    void write(@Nullable Baseline before, @Nullable Baseline after, Terminal terminal) {
        if (file == null || after == null || after.equals(before)) {
            return;
        }
        String name = Failure.quote(file.toString());
        if (before == null) {
            BaselineFile.create(file, after);
            terminal.message(name + " has " + entries(after.entries().size()));
            return;
        }
        int gone = before.entries().size() - after.entries().size();
        long lowered = after.entries().stream()
                .filter(entry -> !before.entries().contains(entry))
                .count();
        BaselineFile.replace(file, after);
        terminal.message(name + ": " + entries(gone) + " taken out, " + entries(lowered) + " lowered");
    }

    private static String entries(long count) {
        return count == 1 ? "1 entry" : count + " entries";
    }
}
