package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * A context that somebody should have cancelled and nobody is left to do it: still live {@code grace} after the thread or
 * task that made it has ended; at exit, any live one.
 *
 * <p>Not decided: contexts without an owner on record, made before a late attach. Never flagged: background, todo,
 * withoutCancel, which nobody can cancel; untilShutdown, which the JVM cancels; requests and tests, which the agent ends.
 */
final class UncancelledContext implements Rule {

    private final OwnerEnds ownerEnds;

    UncancelledContext(OwnerEnds ownerEnds) {
        this.ownerEnds = ownerEnds;
    }

    @Override
    public String id() {
        return "CTX101";
    }

    @Override
    public String slug() {
        return "uncancelled-context";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Close its CancelScope on every path, with try-with-resources where the work ends in the same method,"
                + " or in the stop method of what it belongs to.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenContext context : seen.contexts().all()) {
            if (!context.live() || !context.scoped()) {
                continue;
            }
            Owner owner = context.owner();
            if (seen.atExit()) {
                String message = Phrases.context(context) + " was still live when the JVM went down.";
                found.add(Candidate.ofContext(this, context, Candidate.CERTAIN, seen.nowNanos(), message));
            } else if (owner != null && owner.ended()) {
                long gone = ownerEnds.goneFor(owner, seen.nowNanos(), seen.graceNanos());
                String since = gone == Candidate.UNKNOWN ? "" : " " + Phrases.time(gone) + " ago";
                String message = Phrases.context(context) + " is still live although its owner, " + Phrases.owner(owner)
                        + ", ended" + since + ".";
                found.add(Candidate.ofContext(this, context, gone, seen.nowNanos(), message));
            }
        }
        return found;
    }
}
