package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/** {@code Context.todo()} in use: a place that still has to be handed a context. */
final class TodoContext implements Rule {

    @Override
    public String id() {
        return "CTX207";
    }

    @Override
    public String slug() {
        return "todo-context";
    }

    @Override
    public Severity severity() {
        return Severity.NOTE;
    }

    @Override
    public String fix() {
        return "Take the caller's context, as a parameter or with Context.current(), in place of Context.todo().";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenContext context : seen.contexts().all()) {
            if (context.kind().equals("todo")) {
                found.add(Candidate.ofContext(
                        this,
                        context,
                        Candidate.CERTAIN,
                        seen.nowNanos(),
                        about -> "Context.todo() is in use where a context should be handed down."));
            }
        }
        return found;
    }
}
