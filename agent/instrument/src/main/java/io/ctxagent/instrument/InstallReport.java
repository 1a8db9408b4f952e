package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.cache.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Of each hook: is it in? Written by the weaver, read by snapshots. Thread-safe. */
public final class InstallReport {

    /** One line of the report. */
    public record Line(Family family, String target, HookState state) {}

    /** Asked when the report is read, because a start from the cache knows no list of hooks. */
    interface Expectations {

        /** Every hook that there is on this JDK. */
        List<ExpectedHook> hooks();

        /** Binary names of the classes that the bootstrap loader has loaded. */
        Set<String> loaded();
    }

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private volatile @Nullable Expectations expectations;

    void expect(Expectations source) {
        expectations = source;
    }

    /** A class was woven, now or in an earlier start. */
    void woven(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            Family family = family(outcome.family());
            if (family != null) {
                settle(family, outcome.expected());
                put(new Line(family, outcome.target(), outcome.bound() ? HookState.BOUND : HookState.MISSING));
            }
        }
    }

    /** A class could not be woven. */
    void missing(Hook hook, Throwable why) {
        settle(hook.family(), hook.target());
        put(new Line(hook.family(), hook.target(), HookState.MISSING));
        failures.put(hook.type(), why);
    }

    /** The JVM refused the woven class: whatever was thought bound in it is not. */
    void missing(String type, Throwable why) {
        failures.put(type, why);
        for (Line line : lines.values()) {
            if (line.target().startsWith(type + ".")) {
                put(new Line(line.family(), line.target(), HookState.MISSING));
            }
        }
    }

    void missing(Family family, String target, Throwable why) {
        put(new Line(family, target, HookState.MISSING));
        failures.put(target, why);
    }

    private void settle(Family family, String expected) {
        settled.add(key(family.id(), expected));
    }

    private void put(Line line) {
        lines.put(key(line.family().id(), line.target()), line);
    }

    private static String key(String family, String target) {
        return family + " " + target;
    }

    private static @Nullable Family family(String id) {
        for (Family family : Family.all()) {
            if (family.id().equals(id)) {
                return family;
            }
        }
        return null;
    }

    /** The report as it is now, sorted. */
    public List<Line> lines() {
        Map<String, Line> sorted = new TreeMap<>(lines);
        Expectations expected = expectations;
        if (expected != null) {
            addUnsettled(expected, sorted);
        }
        List<Line> now = new ArrayList<>();
        for (Line line : sorted.values()) {
            now.add(new Line(line.family(), line.target(), state(line)));
        }
        return now;
    }

    /** A class that is loaded and was never seen by the transformer is missing, not unused. */
    private void addUnsettled(Expectations expected, Map<String, Line> into) {
        Set<String> loaded = expected.loaded();
        for (ExpectedHook hook : expected.hooks()) {
            String key = key(hook.family(), hook.target());
            Family family = settled.contains(key) ? null : family(hook.family());
            if (family != null) {
                HookState state = loaded.contains(hook.type()) ? HookState.MISSING : HookState.UNUSED;
                into.put(key, new Line(family, hook.target(), state));
            }
        }
    }

    private static HookState state(Line line) {
        if (line.family().off()) {
            return HookState.OFF;
        }
        boolean faulty = line.state() == HookState.BOUND && line.family().faults() > 0;
        return faulty ? HookState.DEGRADED : line.state();
    }

    /** Why classes could not be instrumented, by class name. */
    public Map<String, Throwable> failures() {
        return Map.copyOf(failures);
    }
}
