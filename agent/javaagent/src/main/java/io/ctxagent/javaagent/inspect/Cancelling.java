package io.ctxagent.javaagent.inspect;

import io.ctxagent.model.wire.CancelReply;
import org.jspecify.annotations.Nullable;

/** Cancels contexts for a tool. Thread-safe. */
public interface Cancelling {

    /**
     * Cancels one, where that is allowed, and says so on standard error.
     *
     * @param id as in snapshots, {@code c17}
     * @param reason as the tool gave it, or null
     * @param peer who asks
     * @param rehearse only say what would happen
     */
    CancelReply cancel(String id, @Nullable String reason, String peer, boolean rehearse);
}
