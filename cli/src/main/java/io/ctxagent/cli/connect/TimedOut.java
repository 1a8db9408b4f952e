package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something took longer than {@code --timeout}: the sentence that says so, the same wherever it happens. */
final class TimedOut {

    private TimedOut() {}

    /**
     * The failure of a JVM that was waited for in vain.
     *
     * @param what it did not do, after its name: {@code did not answer}
     */
    static Failure failure(long pid, String what, Duration timeout, @Nullable Throwable cause) {
        return new Failure(
                ExitCode.ATTACH_REFUSED,
                "JVM " + pid + " " + what + " within " + timeout.toMillis() + "ms; ctxinspect doctor " + pid
                        + " may say why, and --timeout " + Math.max(1, 3 * timeout.toSeconds()) + "s waits longer",
                cause);
    }
}
