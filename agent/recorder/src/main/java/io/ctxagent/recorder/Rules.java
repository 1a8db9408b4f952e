package io.ctxagent.recorder;

import java.util.List;

/** The rules, in the order of their ids. */
final class Rules {

    private final List<Rule> all;

    Rules(List<Rule> all) {
        this.all = all;
    }

    /** Every rule that there is. */
    static Rules all(OwnerEnds ownerEnds, Census census) {
        return new Rules(List.of(
                new UncancelledContext(ownerEnds),
                new DeadlineOverrun(),
                new BlockedAfterCancel(),
                new ThreadOutlivesContext(),
                new LostCancel(),
                new OrphanChild(),
                new ThreadLeakUnowned(),
                new BlockingWithoutContext(),
                new UnboundedBlocking(),
                new SwallowedCancellation(),
                new CancelNotPropagated(),
                new HeavyContext(),
                new TodoContext(),
                new Growth(census),
                // Last: it also tells of rules that failed.
                new ObservationIncomplete()));
    }

    List<Rule> list() {
        return all;
    }

    List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new PartedList<>();
        for (Rule rule : all) {
            try {
                found.addAll(rule.candidates(seen));
            } catch (RuntimeException | LinkageError e) {
                seen.faults().failed("rule " + rule.id());
            }
        }
        return found;
    }
}
