package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a rule's condition. It becomes a finding when it has held for the grace. What is said about a context is put together
 * when somebody asks: of a leak of a hundred thousand contexts it is asked of one.
 */
final class Candidate {

    /** Nobody saw it begin: it has to be seen holding for the grace. */
    static final long UNKNOWN = -1;

    /** Needs no grace. */
    static final long CERTAIN = Long.MAX_VALUE;

    private final Rule rule;
    private final long held;
    private final long ageNanos;
    private final Bug bug;
    private final Told told;

    /** What tells this bug from another one; many instances have the same. */
    record Bug(@Nullable String site, List<String> frames, String origin) {

        /** Of what was made there; without a known place, {@code otherwise} tells it. */
        static Bug madeAt(@Nullable String site, String otherwise) {
            String first = FrameNames.firstOf(site);
            return new Bug(
                    first, List.of(first == null ? otherwise : FrameNames.normalised(first)), Origin.ofSite(first));
        }
    }

    /** The words for it. */
    private interface Told {
        String key();

        @Nullable
        SeenContext about();

        @Nullable
        String context();

        @Nullable
        Long thread();

        String message();
    }

    private record Words(
            String key, @Nullable String context, @Nullable Long thread, String message) implements Told {

        @Override
        public @Nullable SeenContext about() {
            return null;
        }
    }

    private record OfContext(Rule rule, SeenContext about, Function<SeenContext, String> sentence) implements Told {

        @Override
        public String key() {
            return rule.id() + " " + about.id();
        }

        @Override
        public String context() {
            return about.id();
        }

        @Override
        public @Nullable Long thread() {
            return null;
        }

        @Override
        public String message() {
            return sentence.apply(about);
        }
    }

    private Candidate(Rule rule, long held, long ageNanos, Bug bug, Told told) {
        this.rule = rule;
        this.held = held;
        this.ageNanos = ageNanos;
        this.bug = bug;
        this.told = told;
    }

    /**
     * In words.
     *
     * @param key the same in each look for the same instance
     * @param held for how many nanoseconds it has held, or {@link #UNKNOWN}, or {@link #CERTAIN}
     * @param ageNanos what the finding shows as its age
     * @param site where to look first; null when no application frame is known
     * @param frames what tells this bug from another one of the same rule, normalised
     * @param origin whose code made it, as {@link Origin} says
     */
    Candidate(
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
        this(rule, held, ageNanos, new Bug(site, frames, origin), new Words(key, context, thread, message));
    }

    Rule rule() {
        return rule;
    }

    /** The same in each look for the same instance. */
    String key() {
        return told.key();
    }

    /** For how many nanoseconds it has held, or {@link #UNKNOWN}, or {@link #CERTAIN}. */
    long held() {
        return held;
    }

    /** What the finding shows as its age. */
    long ageNanos() {
        return ageNanos;
    }

    Bug bug() {
        return bug;
    }

    /** The context in the picture that it is about and nothing else; null where that is told by {@link #context} alone. */
    @Nullable
    SeenContext about() {
        return told.about();
    }

    /** The id of the context. */
    @Nullable
    String context() {
        return told.context();
    }

    @Nullable
    Long thread() {
        return told.thread();
    }

    @Nullable
    String site() {
        return bug.site();
    }

    List<String> frames() {
        return bug.frames();
    }

    String origin() {
        return bug.origin();
    }

    String message() {
        return told.message();
    }

    boolean unknown() {
        return held == UNKNOWN;
    }

    /**
     * About a context; its creation site tells the bug.
     *
     * @param context may be one that moves on
     * @param sentence makes the message, of a context that does not
     */
    static Candidate ofContext(
            Rule rule, SeenContext context, long held, long nowNanos, Function<SeenContext, String> sentence) {
        return new Candidate(
                rule,
                held,
                nowNanos - context.createdNanos(),
                context.bug(),
                new OfContext(rule, context.here(), sentence));
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
