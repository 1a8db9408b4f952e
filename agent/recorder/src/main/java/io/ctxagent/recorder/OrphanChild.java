package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A child that is live {@code grace} after its parent was done, and was made neither by shield nor by withoutCancel: the cancel never
 * reached it. The library makes the whole subtree done before it calls anybody, so this tells of a tree that was broken
 * from outside: a foreign context that is linked to ours, or a fault of our own.
 *
 * <p>Not flagged: shield and withoutCancel, which are meant to go on; what is below them has a live parent. A child that is made done
 * at this very moment, for it has the grace.
 */
final class OrphanChild implements Rule {

    @Override
    public String id() {
        return "CTX106";
    }

    @Override
    public String slug() {
        return "orphan-child";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Cancel it together with its parent; work that is meant to go on alone belongs under shield() or"
                + " withoutCancel().";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenContext context : seen.contexts().all()) {
            if (!context.live() || !seen.contexts().isBelowDone(context.place()) || isDetached(context)) {
                continue;
            }
            SeenContext parent = Objects.requireNonNull(seen.contexts().parentOf(context));
            long held = Math.max(0, seen.nowNanos() - parent.doneNanos());
            found.add(Candidate.ofContext(
                    this,
                    context,
                    held,
                    seen.nowNanos(),
                    about -> Phrases.context(about) + " is live " + Phrases.time(held) + " after its parent, "
                            + Phrases.reference(parent) + ", was done."));
        }
        return found;
    }

    private static boolean isDetached(SeenContext context) {
        return context.kind().equals("shield") || context.kind().equals("withoutCancel");
    }
}
