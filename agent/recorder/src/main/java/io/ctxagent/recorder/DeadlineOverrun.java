package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread that still works under a context {@code grace} after its deadline, blocked or not. Where it is blocked,
 * {@link BlockedAfterCancel} names the call beside this.
 *
 * <p>Not flagged: threads of the agent and of tools.
 */
final class DeadlineOverrun implements Rule {

    @Override
    public String id() {
        return "CTX102";
    }

    @Override
    public String slug() {
        return "deadline-overrun";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Ask the context in its loops, with check() or isDone(), and leave when it is done.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenContext context = thread.context();
            if (context == null || !context.hasDeadline() || thread.role() != ThreadRole.USER) {
                continue;
            }
            long over = seen.nowNanos() - context.deadlineNanos();
            if (over > 0) {
                String message = Phrases.thread(thread) + " still works under " + Phrases.reference(context) + " "
                        + Phrases.time(over) + " after its deadline.";
                found.add(Candidate.ofThread(this, thread, context, over, message));
            }
        }
        return found;
    }
}
