package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A CancelScope that was garbage collected before anybody cancelled it, so nobody ever can. The run-time half of Go's
 * {@code lostcancel}: certain, so it needs no grace. The context itself may be gone from the tree.
 */
final class LostCancel implements Rule {

    @Override
    public String id() {
        return "CTX105";
    }

    @Override
    public String slug() {
        return "lost-cancel";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Keep the CancelScope that the context came from, and close it when the work is over.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenContext context : seen.contexts().lost()) {
            found.add(Candidate.ofContext(this, context, Candidate.CERTAIN, seen.nowNanos(), LostCancel::sentence));
        }
        return found;
    }

    private static String sentence(SeenContext context) {
        return "The CancelScope of " + Phrases.reference(context)
                + " was garbage collected and had never been cancelled.";
    }
}
