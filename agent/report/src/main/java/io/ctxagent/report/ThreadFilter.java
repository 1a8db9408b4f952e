package io.ctxagent.report;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;

/**
 * Which threads to show.
 *
 * @param blocked only those in a blocking call that the agent knows
 * @param unowned only user threads that run under no context
 */
public record ThreadFilter(boolean blocked, boolean unowned) {

    /** The snapshot with the threads that fit and no others. */
    public Snapshot select(Snapshot snapshot) {
        return new Snapshot(
                snapshot.schema(),
                snapshot.jvm(),
                snapshot.agent(),
                snapshot.counts(),
                snapshot.contexts(),
                snapshot.threads().stream().filter(this::fits).toList(),
                snapshot.findings());
    }

    private boolean fits(ThreadInfo thread) {
        return (!blocked || thread.blocked() != null)
                && (!unowned || (thread.context() == null && thread.role().equals("user")));
    }
}
