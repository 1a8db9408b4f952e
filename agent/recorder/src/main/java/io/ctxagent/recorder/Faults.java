package io.ctxagent.recorder;

import io.ctxagent.model.HookInfo;
import java.util.ArrayList;
import java.util.List;

/** What went wrong during one look, in the shape of hooks so that it shows where the hooks show. One thread's. */
final class Faults {

    private final List<HookInfo> seen = new ArrayList<>();

    /** Something that this JVM does not have or does not let us see. */
    void missing(String target) {
        add(target, "missing");
    }

    /** Something that should have worked and threw. */
    void failed(String target) {
        add(target, "degraded");
    }

    List<HookInfo> asHooks() {
        return seen;
    }

    private void add(String target, String state) {
        HookInfo fault = new HookInfo("recorder", target, state);
        if (!seen.contains(fault)) {
            seen.add(fault);
        }
    }
}
