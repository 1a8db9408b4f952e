package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A call that blocks longer than {@code grace} under a context without a deadline anywhere on its path: nothing bounds how
 * long it may take.
 *
 * <p>Not flagged: threads without a context, which have no path; a test's own context, which nobody has chosen. A call that only the stack tells of has to be seen for the
 * grace.
 */
final class UnboundedBlocking implements Rule {

    @Override
    public String id() {
        return "CTX202";
    }

    @Override
    public String slug() {
        return "unbounded-blocking";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "Make the call under a context with a deadline: withTimeout() or withDeadline() somewhere above it.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenContext context = thread.context();
            boolean bounded = context == null || context.hasDeadline() || context.test() != null;
            SeenCall call = bounded ? null : thread.call();
            if (context == null || call == null) {
                continue;
            }
            Long start = call.startNanos();
            long held = start == null ? Candidate.UNKNOWN : Math.max(0, seen.nowNanos() - start);
            String message = Phrases.thread(thread) + " blocks in " + call.call()
                    + (start == null ? "" : " for " + Phrases.time(held)) + " under " + Phrases.reference(context)
                    + ", and no deadline bounds it.";
            found.add(Candidate.ofCall(this, thread, call, context, held, Math.max(0, held), message));
        }
        return found;
    }
}
