package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What a verb looks at: a JVM, or a snapshot in a file. Every method throws {@link Failure} when it cannot. */
public interface Target {

    /** What the user would type to get this target again. */
    String name();

    /** The snapshot as an object. */
    Snapshot snapshot(Ask ask);

    /** The snapshot as the JSON that the agent wrote, byte by byte and with little memory. */
    void copy(Ask ask, OutputStream out) throws IOException;

    /**
     * Cancels a context, where its agent allows that.
     *
     * @param reason for the cause and the JVM's log; null for none
     * @param rehearse true to ask what would happen, and do nothing
     */
    CancelReply.Outcome cancel(String id, @Nullable String reason, boolean rehearse);

    /** Takes the agent out of it. */
    Detached detach();

    /**
     * The target that {@code text} means.
     *
     * @param text {@code file:PATH}, a pid, or a part of a main class's name
     */
    static Target of(String text, LiveOptions options) {
        if (text.startsWith("file:")) {
            return new FileTarget(text);
        }
        if (text.isEmpty()) {
            throw new Failure(ExitCode.NO_TARGET, "the target is empty; give a pid, a main class or file:SNAPSHOT");
        }
        return new LiveTarget(JvmFinder.find(text), options);
    }
}
