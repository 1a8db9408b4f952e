package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import java.util.Map;
import java.util.WeakHashMap;

/** When the end of an owner was first noticed, for those whose end nobody timed. Thread-safe. */
final class OwnerEnds {

    private final Map<Owner, Long> noticed = new WeakHashMap<>();

    /** For how long {@code owner} has been gone, at least; {@link Candidate#UNKNOWN} where that is not known to be {@code atLeast}. */
    long goneFor(Owner owner, long nowNanos, long atLeast) {
        Long timed = owner.endedNanos();
        if (timed != null) {
            return Math.max(0, nowNanos - timed);
        }
        synchronized (noticed) {
            Long first = noticed.get(owner);
            if (first == null) {
                noticed.put(owner, nowNanos);
            }
            return first == null || nowNanos - first < atLeast ? Candidate.UNKNOWN : nowNanos - first;
        }
    }
}
