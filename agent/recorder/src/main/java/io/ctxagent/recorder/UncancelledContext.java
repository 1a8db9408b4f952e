package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
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
        List<Candidate> found = new PartedList<>();
        for (SeenContext context : seen.contexts().all()) {
            if (!context.live() || !context.scoped()) {
                continue;
            }
            Owner owner = context.owner();
            if (seen.atExit()) {
                found.add(Candidate.ofContext(
                        this, context, Candidate.CERTAIN, seen.nowNanos(), UncancelledContext::atExit));
            } else if (owner != null && owner.ended()) {
                long gone = ownerEnds.goneFor(owner, seen.nowNanos(), seen.graceNanos());
                found.add(Candidate.ofContext(this, context, gone, seen.nowNanos(), about -> sentence(about, gone)));
            }
        }
        return found;
    }

    private static String atExit(SeenContext context) {
        return Phrases.context(context) + " was still live when the JVM went down.";
    }

    private static String sentence(SeenContext context, long goneNanos) {
        Owner owner = context.owner();
        String since = goneNanos == Candidate.UNKNOWN ? "" : " " + Phrases.time(goneNanos) + " ago";
        return Phrases.context(context) + " is still live although its owner"
                + (owner == null ? "" : ", " + Phrases.owner(owner) + ",") + " ended" + since + ".";
    }
}
