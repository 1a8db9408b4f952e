package io.ctxagent.javaagent.wiring;

import io.ctxagent.javaagent.inspect.Cancelling;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.CancelReply.Outcome;
import io.ctxagent.recorder.Recorder;
import io.ctxagent.report.SafeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The one thing that a tool may do to an application, and only where the agent was told to allow it. */
final class Cancels implements Cancelling {

    private final boolean allowed;
    private final Recorder recorder;

    Cancels(boolean allowed, Recorder recorder) {
        this.allowed = allowed;
        this.recorder = recorder;
    }

    @Override
    public CancelReply cancel(String id, @Nullable String reason, String peer, boolean rehearse) {
        if (!allowed) {
            return new CancelReply(Outcome.NOT_ALLOWED);
        }
        String why = SafeText.of(peer) + (reason == null ? ", who gave no reason" : ": " + SafeText.of(reason));
        // A type of the JDK's: the application keeps it, and must not keep the agent with it.
        Throwable cause = new CancellationException("canceled with ctxinspect by " + why);
        Outcome outcome = recorder.cancel(id, cause, rehearse);
        if (outcome == Outcome.CANCELED) {
            System.err.println("ctx-agent: " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + SafeText.of(id)
                    + " canceled with ctxinspect by " + why);
        }
        return new CancelReply(outcome);
    }
}
