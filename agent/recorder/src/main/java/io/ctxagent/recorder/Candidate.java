package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a rule's condition. It becomes a finding when it has held for the grace.
 *
 * @param key the same in each look for the same instance
 * @param held for how many nanoseconds it has held, or {@link #UNKNOWN}, or {@link #CERTAIN}
 * @param ageNanos what the finding shows as its age
 * @param site where to look first; null when no application frame is known
 * @param frames what tells this bug from another one of the same rule, normalised
 * @param origin whose code made it, as {@link Origin} says
 */
record Candidate(
        Rule rule,
        String key,
        long held,
        long ageNanos,
        @Nullable String context,
        @Nullable Long thread,
        @Nullable String site,
        List<String> frames,
        String origin,
        String message) {

    /** Nobody saw it begin: it has to be seen holding for the grace. */
    static final long UNKNOWN = -1;

    /** Needs no grace. */
    static final long CERTAIN = Long.MAX_VALUE;

    boolean unknown() {
        return held == UNKNOWN;
    }

    /** About a context; its creation site tells the bug. */
    static Candidate ofContext(Rule rule, SeenContext context, long held, long nowNanos, String message) {
        String site = FrameNames.firstOf(context.site());
        return new Candidate(
                rule,
                rule.id() + " " + context.id(),
                held,
                nowNanos - context.createdNanos(),
                context.id(),
                null,
                site,
                List.of(site == null ? context.kind() : FrameNames.normalised(site)),
                Origin.ofSite(site),
                message);
    }

    /** About a blocking call; the place that makes it and the call tell the bug. */
    static Candidate ofCall(
            Rule rule,
            SeenThread thread,
            SeenCall call,
            SeenContext context,
            long held,
            long ageNanos,
            String message) {
        List<String> frames = new ArrayList<>();
        String site = thread.site();
        if (site != null) {
            frames.add(FrameNames.normalised(site));
        }
        frames.add(call.call());
        return new Candidate(
                rule,
                rule.id() + " " + context.id() + " " + thread.id() + " " + call.call(),
                held,
                ageNanos,
                context.id(),
                thread.id(),
                site,
                frames,
                Origin.of(thread),
                message);
    }

    /** About a thread that may be anywhere in its work; where its application code begins tells the bug. */
    static Candidate ofThread(Rule rule, SeenThread thread, SeenContext context, long held, String message) {
        StackTraceElement entry = thread.stack().ownEntry();
        return new Candidate(
                rule,
                rule.id() + " " + context.id() + " " + thread.id(),
                held,
                held,
                context.id(),
                thread.id(),
                thread.site(),
                entry == null ? List.of() : List.of(FrameNames.normalised(FrameNames.site(entry))),
                Origin.of(thread),
                message);
    }
}
