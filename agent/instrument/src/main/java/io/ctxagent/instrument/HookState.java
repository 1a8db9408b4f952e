package io.ctxagent.instrument;

/** What became of one hook: {@code bound, missing, degraded, off} or {@code unused}, as in {@code ctx-snapshot/1}. */
public enum HookState {
    /** The advice is in. */
    BOUND,
    /** The class is loaded and the advice is not in. */
    MISSING,
    /** The advice is in, but its family has had faults or lacks an internal of the JDK. */
    DEGRADED,
    /** Switched off, by option or by its own faults. */
    OFF,
    /** The class is not loaded yet; it gets its advice when it is. */
    UNUSED;

    /** As it stands in a snapshot. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
