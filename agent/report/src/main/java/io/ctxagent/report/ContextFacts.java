package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a context by itself: the same facts wherever a context is shown in full. */
public final class ContextFacts {

    private static final long ROUNDED_FROM = 100;
    private static final long GRAIN = 5;
    private static final int MAX_KEYS = 20;

    /**
     * One of them.
     *
     * @param name {@code deadline}; empty where it goes on with the one before
     * @param text safe to be printed on a terminal
     */
    public record Fact(String name, String text) {}

    private final Map<String, ContextInfo> byId = new HashMap<>();

    /** For the contexts of {@code snapshot}. */
    public ContextFacts(Snapshot snapshot) {
        snapshot.contexts().forEach(context -> byId.put(context.id(), context));
    }

    /** State, deadline, cause, where and by whom it was made, and the names of its values. */
    public List<Fact> of(ContextInfo context) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("state", state(context)));
        facts.add(new Fact("deadline", deadline(context)));
        String cause = context.cause();
        if (cause != null) {
            facts.add(new Fact("cause", SafeText.of(cause)));
        }
        for (String from : context.causedBy()) {
            facts.add(new Fact("", "from " + SafeText.of(from)));
        }
        ContextInfo first = firstDone(context);
        if (first != null && first != context) {
            facts.add(new Fact("", "it came from above: " + ContextWords.title(first, 1)));
        }
        String site = context.site();
        if (site != null) {
            facts.add(new Fact("made at", SafeText.of(site)));
        }
        String owner = context.owner();
        if (owner != null) {
            facts.add(new Fact("made by", SafeText.of(owner) + (context.ownerEnded() ? ", which has ended" : "")));
        }
        if (!context.keys().isEmpty()) {
            facts.add(new Fact("values", Words.some(context.keys(), MAX_KEYS)));
        }
        return facts;
    }

    /** The way from the root to {@code context}, both among them. */
    public List<ContextInfo> path(ContextInfo context) {
        List<ContextInfo> path = new ArrayList<>();
        for (ContextInfo step = context; step != null; step = parent(step)) {
            path.add(step);
        }
        Collections.reverse(path);
        return path;
    }

    private @Nullable ContextInfo parent(ContextInfo context) {
        String parent = context.parent();
        return parent == null ? null : byId.get(parent);
    }

    private static String state(ContextInfo context) {
        Long done = context.doneForMillis();
        String age = "made " + HumanDuration.of(context.ageMillis()) + " ago";
        return SafeText.of(context.state()) + (done == null ? "" : " " + HumanDuration.of(done) + " ago") + ", " + age;
    }

    private static String deadline(ContextInfo context) {
        Long remaining = context.remainingMillis();
        if (remaining == null) {
            return "none on the whole path";
        }
        String when =
                remaining < 0 ? "passed " + HumanDuration.of(-remaining) + " ago" : "in " + HumanDuration.of(remaining);
        return when + ", " + HumanDuration.of(rounded(context.ageMillis() + remaining)) + " after it was made";
    }

    /** Both parts were cut to milliseconds, and 2 s would be 1.9. */
    private static long rounded(long millis) {
        return millis < ROUNDED_FROM ? millis : (millis + GRAIN / 2) / GRAIN * GRAIN;
    }

    /** The topmost of those above that are done for the same reason: there it began. */
    private @Nullable ContextInfo firstDone(ContextInfo context) {
        ContextInfo first = null;
        ContextInfo step = context.live() ? null : context;
        while (step != null && step.state().equals(context.state()) && Objects.equals(step.cause(), context.cause())) {
            first = step;
            step = parent(step);
        }
        return first;
    }
}
