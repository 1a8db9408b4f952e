package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Of each hook: is it in? Written by the weaver, read by snapshots. Thread-safe. */
public final class InstallReport {

    /** One line of the report. */
    public record Line(Family family, String target, HookState state) {}

    private final Map<String, Line> lines = new ConcurrentSkipListMap<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    void expect(Hook hook) {
        put(hook, hook.method(), HookState.UNUSED);
    }

    void bound(Hook hook, String method) {
        lines.remove(key(hook, hook.method()));
        put(hook, method, HookState.BOUND);
    }

    void missing(Hook hook, @Nullable Throwable why) {
        put(hook, hook.method(), HookState.MISSING);
        if (why != null) {
            failures.put(hook.type(), why);
        }
    }

    void missingIfUnused(Hook hook) {
        Line line = lines.get(key(hook, hook.method()));
        if (line != null && line.state() == HookState.UNUSED) {
            missing(hook, null);
        }
    }

    /** The JVM refused the woven class: whatever was thought bound in it is not. */
    void missing(String type, Throwable why) {
        failures.put(type, why);
        for (Map.Entry<String, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            if (line.target().startsWith(type + ".")) {
                lines.put(entry.getKey(), new Line(line.family(), line.target(), HookState.MISSING));
            }
        }
    }

    private void put(Hook hook, String method, HookState state) {
        lines.put(key(hook, method), new Line(hook.family(), hook.type() + "." + method, state));
    }

    private static String key(Hook hook, String method) {
        return hook.family().id() + " " + hook.type() + "." + method;
    }

    /** A class of the application got advice or has its calls rewritten. */
    void bound(Family family, String target) {
        lines.put(family.id() + " " + target, new Line(family, target, HookState.BOUND));
    }

    void missing(Family family, String target, Throwable why) {
        lines.put(family.id() + " " + target, new Line(family, target, HookState.MISSING));
        failures.put(target, why);
    }

    /** The report as it is now, sorted. */
    public List<Line> lines() {
        List<Line> now = new ArrayList<>();
        for (Line line : lines.values()) {
            now.add(new Line(line.family(), line.target(), state(line)));
        }
        return now;
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
