package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One look of many at the same target, and what has changed since the one before.
 *
 * @param at when the snapshot was taken
 * @param first whether there was none before; then nothing is new
 * @param born ids of contexts that were not there before
 * @param gone how many contexts are not there any more
 * @param fresh fingerprints of findings that were not there before
 * @param released findings that were there before
 */
public record WatchLook(
        Snapshot snapshot,
        Instant at,
        boolean first,
        Set<String> born,
        int gone,
        Set<String> fresh,
        List<Released> released) {

    /**
     * A finding that was seen and is over: slow, not leaked.
     *
     * @param finding as it was seen last
     * @param afterMillis how long it had lasted
     */
    public record Released(Finding finding, long afterMillis) {}

    public WatchLook {
        born = Set.copyOf(born);
        fresh = Set.copyOf(fresh);
        released = List.copyOf(released);
    }
}
