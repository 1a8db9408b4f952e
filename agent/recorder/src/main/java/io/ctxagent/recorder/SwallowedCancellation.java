package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread whose blocking call was ended because its context was done, and that goes on blocking under the same context:
 * somebody caught the exception and carried on.
 *
 * <p>Clean-up does that too, once or twice, and shortly. So either the thread is in a blocking call for the grace that
 * began after the first one was ended, which only a call that cannot be woken is; or {@link #MANY} more calls were
 * ended or refused, and between the first and the last lies the grace. In mode {@code observe} nobody is told of the cancel,
 * and the calls count that would have been ended: what the thread does then is what it does without the agent.
 */
final class SwallowedCancellation implements Rule {

    /** Calls after the first one. A clean-up that makes as many wants a shield. */
    private static final int MANY = 3;

    /** Below each time, and below an unknown one. */
    private static final long NO = Long.MIN_VALUE;

    @Override
    public String id() {
        return "CTX203";
    }

    @Override
    public String slug() {
        return "swallowed-cancellation";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "Where the exception of a blocking call is caught, end the work or throw it on; run clean-up that has to"
                + " block under shield(grace).";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenContext context = thread.context();
            SeenEnds ends = thread.ends();
            if (context == null || ends == null || !ends.context().equals(context)) {
                continue;
            }
            long held = Math.max(refused(ends), blockedAgain(ends, thread.call(), seen.nowNanos()));
            if (held != NO) {
                found.add(candidate(seen, thread, context, ends, held));
            }
        }
        return found;
    }

    private static long refused(SeenEnds ends) {
        return ends.later() >= MANY ? ends.lastNanos() - ends.firstNanos() : NO;
    }

    private static long blockedAgain(SeenEnds ends, @Nullable SeenCall call, long nowNanos) {
        if (call == null) {
            return NO;
        }
        Long start = call.startNanos();
        if (start == null) {
            return Candidate.UNKNOWN; // a monitor, most likely: seen on the stack, by nobody when it began
        }
        return start - ends.firstNanos() < 0 ? NO : Math.max(0, nowNanos - start);
    }

    private Candidate candidate(Observation seen, SeenThread thread, SeenContext context, SeenEnds ends, long held) {
        boolean enforced = seen.settings().mode().equals("enforce");
        SeenCall now = thread.call();
        String first = BlockingFrames.name(ends.call());
        long age = seen.nowNanos() - ends.firstNanos();
        String message = Phrases.thread(thread) + " goes on under " + Phrases.reference(context) + ": "
                + Phrases.time(age) + " ago its " + first + (enforced ? " was ended" : " would have been ended")
                + " by the " + (context.state().equals("canceled") ? "cancel" : "deadline") + ", then came "
                + (ends.later() == 1 ? "1 more call" : ends.later() + " more calls")
                + (now == null ? "." : " and now " + now.call() + ".");
        StackTraceElement entry = thread.stack().ownEntry();
        List<String> frames = new ArrayList<>();
        if (entry != null) {
            frames.add(FrameNames.normalised(FrameNames.site(entry)));
        }
        frames.add(first);
        return new Candidate(
                this,
                id() + " " + context.id() + " " + thread.id(),
                held,
                age,
                context.id(),
                thread.id(),
                thread.site(),
                frames,
                Origin.of(thread),
                message);
    }
}
