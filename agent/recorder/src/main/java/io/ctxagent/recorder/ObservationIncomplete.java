package io.ctxagent.recorder;

import io.ctxagent.model.HookInfo;
import java.util.ArrayList;
import java.util.List;

/** Something may be missing from the picture: the agent came late, records were lost, there were too many, or a hook does not see. */
final class ObservationIncomplete implements Rule {

    private static final int NAMED = 3;

    @Override
    public String id() {
        return "CTX901";
    }

    @Override
    public String slug() {
        return "observation-incomplete";
    }

    @Override
    public Severity severity() {
        return Severity.NOTE;
    }

    @Override
    public String fix() {
        return "Start the JVM with -javaagent:ctx-agent.jar, on a JDK where every hook is bound, to see everything.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        if (seen.complete()) {
            return List.of();
        }
        List<String> kinds = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        RecorderSettings settings = seen.settings();
        if (settings.attached()) {
            kinds.add("attached");
            Long since = settings.attachedAtNanos();
            reasons.add("the agent was attached to the running JVM"
                    + (since == null ? "" : " " + Phrases.time(seen.nowNanos() - since) + " ago")
                    + ", so what happened before has no site, owner or times");
        }
        if (seen.droppedEvents() > 0) {
            kinds.add("dropped");
            reasons.add(seen.droppedEvents() + " records were lost");
        }
        LeftOut leftOut = seen.contexts().leftOut();
        if (leftOut.any()) {
            kinds.add("crowd");
        }
        if (leftOut.contexts() > 0) {
            reasons.add("of " + ((long) seen.contexts().size() + leftOut.contexts()) + " contexts "
                    + seen.contexts().size()
                    + " are listed, the oldest and what looks leaked or has a thread; the rest is counted");
        }
        if (leftOut.threads() > 0) {
            int listed = seen.threads().size();
            reasons.add("of " + ((long) listed + leftOut.threads()) + " threads " + listed
                    + " are listed; the rest is counted");
        }
        List<HookInfo> blind = seen.blind();
        if (!blind.isEmpty()) {
            kinds.add("hooks");
            reasons.add(hooks(blind));
        }
        String message = "The picture may be incomplete: " + String.join("; ", reasons) + ".";
        return List.of(new Candidate(
                this, id(), Candidate.CERTAIN, 0, null, null, null, List.copyOf(kinds), "application", message));
    }

    private static String hooks(List<HookInfo> blind) {
        List<String> names = new ArrayList<>();
        for (HookInfo hook : blind.subList(0, Math.min(NAMED, blind.size()))) {
            names.add(hook.target() + " is " + hook.state());
        }
        int more = blind.size() - names.size();
        return "not every hook is bound: " + String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
