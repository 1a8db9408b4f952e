package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * Contexts of one creation site, or threads whose work begins at one place, that have become more in each of {@value #SNAPSHOTS}
 * snapshots in a row. Finds what no other rule can tell from work: each one of them may have an owner and a reason.
 *
 * <p>Not flagged: what is younger than the grace, which comes and goes with the load; pool workers, of which there are as many as
 * somebody allowed; a group that stood still or shrank once, which begins anew.
 */
final class Growth implements Rule {

    static final int SNAPSHOTS = 5;

    private final Census census;

    Growth(Census census) {
        this.census = census;
    }

    @Override
    public String id() {
        return "CTX301";
    }

    @Override
    public String slug() {
        return "growth";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "Look at who ends them: somebody makes one more each time, and nobody closes it or lets it end.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (Census.Group group : census.groups(seen).values()) {
            Census.Growing before = census.before(group.normalised);
            // The first of the snapshots has grown from nothing.
            if (before == null || before.times() < SNAPSHOTS - 2 || group.count <= before.count()) {
                continue;
            }
            String message =
                    group.count + " " + group.what + " of one origin are live, and there were more in each of the last "
                            + (before.times() + 2) + " snapshots.";
            found.add(new Candidate(
                    this,
                    id() + " " + group.normalised,
                    Candidate.CERTAIN,
                    0,
                    null,
                    null,
                    group.site,
                    List.of(group.normalised),
                    Origin.ofSite(group.site),
                    message));
        }
        return found;
    }
}
