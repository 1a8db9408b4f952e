package io.ctxagent.model;

import java.util.List;

/**
 * One look at a JVM: its contexts, its threads, and the findings that follow from them. Taken without stopping the
 * world: each part is true for a moment during the look, not all of them for the same moment.
 *
 * @param schema always {@link #SCHEMA}
 * @param contexts every context that is live, and done ones that a thread still runs under
 * @param threads every live platform thread, and the virtual threads that the JVM lists
 */
public record Snapshot(
        String schema,
        JvmInfo jvm,
        AgentInfo agent,
        Counts counts,
        List<ContextInfo> contexts,
        List<ThreadInfo> threads,
        List<Finding> findings) {

    /** The name of this format and its version. */
    public static final String SCHEMA = "ctx-snapshot/1";

    public Snapshot {
        contexts = List.copyOf(contexts);
        threads = List.copyOf(threads);
        findings = List.copyOf(findings);
    }
}
