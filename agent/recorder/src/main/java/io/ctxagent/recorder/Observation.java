package io.ctxagent.recorder;

import io.ctxagent.model.HookInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one look saw; what the rules judge.
 *
 * @param nowNanos {@link System#nanoTime()} of the look
 * @param graceNanos how long a condition may hold before it is a finding
 * @param atExit the JVM is going down: nobody is left who could still cancel anything
 * @param faults what went wrong in this look; rules that fail add to it
 */
record Observation(
        long nowNanos,
        long graceNanos,
        boolean atExit,
        ContextTree contexts,
        List<SeenThread> threads,
        RecorderSettings settings,
        List<HookInfo> agentHooks,
        long droppedEvents,
        Faults faults) {

    /** The agent's hooks and what went wrong in this look. */
    List<HookInfo> hooks() {
        List<HookInfo> all = new ArrayList<>(agentHooks);
        all.addAll(faults.asHooks());
        return all;
    }

    /** Hooks that do not see what they should. */
    List<HookInfo> blind() {
        List<HookInfo> blind = new ArrayList<>();
        for (HookInfo hook : hooks()) {
            if (hook.state().equals("missing") || hook.state().equals("degraded")) {
                blind.add(hook);
            }
        }
        return blind;
    }

    /** Whether nothing can be missing from the picture. */
    boolean complete() {
        return !settings.attached() && droppedEvents == 0 && !contexts.leftOut().any() && blind().isEmpty();
    }
}
