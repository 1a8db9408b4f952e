package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A live context at the end of a chain of more than {@value #DEEPEST} contexts, or with more than {@value #MOST_VALUES} values: a task
 * that submits itself again under its own context, a loop that derives from the last round's. Each layer is kept as
 * long as what is at its end.
 *
 * <p>Not flagged: what lies above the end of such a chain, because one bug is one finding; value layers under which no thread runs
 * now, which no look can see.
 */
final class HeavyContext implements Rule {

    static final int DEEPEST = 100;
    static final int MOST_VALUES = 50;

    @Override
    public String id() {
        return "CTX206";
    }

    @Override
    public String slug() {
        return "deep-or-heavy-context";
    }

    @Override
    public Severity severity() {
        return Severity.NOTE;
    }

    @Override
    public String fix() {
        return "Derive each round from the context that all of them share, not from the round before.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        BitSet parents = new BitSet(seen.contexts().size());
        for (SeenContext context : seen.contexts().all()) {
            int above = context.live() ? seen.contexts().above(context.place()) : -1;
            if (above >= 0) {
                parents.set(above);
            }
        }
        List<Candidate> found = new ArrayList<>();
        for (SeenContext context : seen.contexts().all()) {
            if (!context.live() || parents.get(context.place())) {
                continue;
            }
            int depth = depth(context.place(), seen.contexts());
            int values = context.keys().size();
            if (depth > DEEPEST || values > MOST_VALUES) {
                String what = depth > DEEPEST
                        ? " is at the end of a chain of " + (depth > MEASURED ? "more than " + MEASURED : depth)
                                + " contexts."
                        : " carries " + values + " values.";
                found.add(Candidate.ofContext(
                        this, context, Candidate.CERTAIN, seen.nowNanos(), about -> Phrases.context(about) + what));
            }
        }
        return found;
    }

    /** Deeper than this nobody counts: a million ends of one chain are told in time. */
    private static final int MEASURED = 10_000;

    private static int depth(int place, ContextTree tree) {
        int depth = 0;
        int at = place;
        while (at >= 0 && depth <= MEASURED) {
            depth++;
            at = tree.above(at);
        }
        return depth;
    }
}
