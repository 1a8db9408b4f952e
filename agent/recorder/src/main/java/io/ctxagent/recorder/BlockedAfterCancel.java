package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread that is in a blocking call {@code grace} after its context was cancelled or its deadline passed: the call
 * cannot be woken, or the code went back into it. A call that began after the cancel has to last for the grace by itself: of a thread
 * that makes many short ones, a look would see one or none, and {@link ThreadOutlivesContext} names it each time. A call that only the stack tells of has to be seen for the grace, because
 * a stack does not say whether the thread passes through or stays.
 */
final class BlockedAfterCancel implements Rule {

    static final String ID = "CTX103";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String slug() {
        return "blocked-after-cancel";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Use a call that a cancel can wake, such as lockInterruptibly() for lock(), and let its exception end"
                + " the work instead of catching it and going on.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenContext context = thread.context();
            Long since = context == null ? null : context.overNanos();
            SeenCall call = since == null ? null : thread.call();
            if (context == null || call == null || since == null) {
                continue;
            }
            long done = seen.nowNanos() - since;
            if (call.startNanos() == null && done < seen.graceNanos()) {
                continue;
            }
            long held = call.startNanos() == null
                    ? Candidate.UNKNOWN
                    : Math.max(0, Math.min(done, seen.nowNanos() - call.startNanos()));
            String message = Phrases.thread(thread) + " is still in " + call.call() + " " + Phrases.time(done)
                    + " after " + Phrases.reference(context) + " was " + how(context);
            found.add(Candidate.ofCall(this, thread, call, context, held, done, message));
        }
        return found;
    }

    private static String how(SeenContext context) {
        return switch (context.state()) {
            case "canceled" -> "cancelled.";
            case "live" -> "left by its test.";
            default -> "over its deadline.";
        };
    }
}
