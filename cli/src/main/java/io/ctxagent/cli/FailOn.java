package io.ctxagent.cli;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.Severity;

/** Which findings make the command fail; written as on the command line. */
enum FailOn {
    error,
    warning,
    none;

    /** {@link ExitCode#FINDINGS} or {@link ExitCode#OK}. */
    int exitCode(Snapshot snapshot) {
        boolean fails = switch (this) {
            case error -> Severity.ERROR.reachedBy(snapshot);
            case warning -> Severity.WARNING.reachedBy(snapshot);
            case none -> false;
        };
        return fails ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
