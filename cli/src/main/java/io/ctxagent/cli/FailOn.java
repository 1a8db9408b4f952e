package io.ctxagent.cli;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.Severity;
import org.jspecify.annotations.Nullable;

/** Which findings make the command fail; written as on the command line. */
enum FailOn {
    error,
    warning,
    none;

    /** The least severity that fails; null for none. */
    @Nullable
    Severity severity() {
        return switch (this) {
            case error -> Severity.ERROR;
            case warning -> Severity.WARNING;
            case none -> null;
        };
    }

    /** {@link ExitCode#FINDINGS} or {@link ExitCode#OK}. */
    int exitCode(Snapshot snapshot) {
        Severity least = severity();
        return least != null && least.reachedBy(snapshot) ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
