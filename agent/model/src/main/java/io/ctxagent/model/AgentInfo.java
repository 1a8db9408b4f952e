package io.ctxagent.model;

import java.util.List;

/**
 * The agent that took the look.
 *
 * @param mode {@code enforce} or {@code observe}
 * @param loaded {@code startup} or {@code attached}
 * @param complete false when something may be missing from the picture; finding CTX901 then says what
 * @param droppedEvents records that were lost; 0 when healthy
 * @param evictions connections to databases that the agent closed because the cancel of a statement hung
 */
public record AgentInfo(
        String version,
        String mode,
        String loaded,
        boolean complete,
        long droppedEvents,
        List<HookInfo> hooks,
        long evictions) {

    public AgentInfo {
        hooks = List.copyOf(hooks);
    }

    /** Without evictions. */
    public AgentInfo(
            String version, String mode, String loaded, boolean complete, long droppedEvents, List<HookInfo> hooks) {
        this(version, mode, loaded, complete, droppedEvents, hooks, 0);
    }
}
