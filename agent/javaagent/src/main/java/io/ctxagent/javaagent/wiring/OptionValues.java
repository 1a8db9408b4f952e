package io.ctxagent.javaagent.wiring;

import java.io.File;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what was given into values; remembers the keys that were asked for, so that the others can be named. */
final class OptionValues {

    static final List<String> FAMILIES = List.of(
            "queue",
            "lock",
            "future",
            "sleep",
            "wait",
            "join",
            "process",
            "socket",
            "datagram",
            "channel",
            "selector",
            "httpclient",
            "filelock",
            "pipe",
            "jdbc",
            "dns",
            "input");

    /** Headers that carry the message itself. */
    private static final Set<String> OF_HTTP = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "connection",
            "keep-alive",
            "upgrade",
            "expect",
            "date",
            "authorization",
            "cookie",
            "set-cookie");

    private final OptionSources sources;
    private final Set<String> known = new LinkedHashSet<>(List.of("config"));

    OptionValues(OptionSources sources) {
        this.sources = sources;
    }

    @Nullable
    String text(String key) {
        known.add(key);
        return sources.get(key);
    }

    @Nullable
    File file(String key) {
        String given = text(key);
        return given == null || given.isEmpty() ? null : new File(given);
    }

    String oneOf(String key, String fallback, String... allowed) {
        String given = text(key);
        if (given == null || List.of(allowed).contains(given)) {
            return given == null ? fallback : given;
        }
        reject(key, given, String.join(" or ", allowed), fallback);
        return fallback;
    }

    boolean onOff(String key, boolean fallback) {
        return oneOf(key, fallback ? "on" : "off", "on", "off").equals("on");
    }

    boolean trueFalse(String key, boolean fallback) {
        return oneOf(key, String.valueOf(fallback), "true", "false").equals("true");
    }

    /** On where nothing is said; a directory is an absolute path. */
    String onOffOrDirectory(String key) {
        String given = text(key);
        if (given == null || given.equals("on")) {
            return "on";
        }
        if (given.equals("off") || new File(given).isAbsolute()) {
            return given;
        }
        reject(key, given, "on, off or the absolute path of a directory", "on");
        return "on";
    }

    /** In nanoseconds; {@code off} is 0. */
    long duration(String key, long fallback, boolean mayBeOff) {
        String given = text(key);
        if (given == null) {
            return fallback;
        }
        if (mayBeOff && given.equals("off")) {
            return 0;
        }
        long nanos = Durations.parse(given);
        if (nanos >= 0) {
            return nanos;
        }
        String allowed = "a duration such as 500ms, 2s or 1m" + (mayBeOff ? ", or off" : "");
        reject(key, given, allowed, fallback == 0 ? "off" : fallback / 1_000_000 + "ms");
        return fallback;
    }

    /** The name of an HTTP header that HTTP itself has no use for; null for none, which is {@code off}. */
    @Nullable
    String headerName(String key) {
        String given = text(key);
        if (given == null || given.equals("off")) {
            return null;
        }
        boolean token = !given.isEmpty() && !OF_HTTP.contains(given.toLowerCase(Locale.ROOT));
        for (int at = 0; at < given.length(); at++) {
            char c = given.charAt(at);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            token &= plain || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
        if (token) {
            return given;
        }
        reject(key, given, "the name of a header of your own such as X-Deadline-Ms, or off", "off");
        return null;
    }

    /** {@code -jdbc,-sleep} is everything but these; {@code -all,+queue} is the queues alone. */
    Set<String> switchedOffFamilies() {
        Set<String> off = new TreeSet<>();
        String given = text("families");
        if (given == null) {
            return off;
        }
        for (String part : given.split(",", -1)) {
            String entry = part.trim();
            boolean minus = entry.startsWith("-");
            String name = minus || entry.startsWith("+") ? entry.substring(1) : entry;
            List<String> named = name.equals("all") ? FAMILIES : List.of(name);
            if (!FAMILIES.containsAll(named)) {
                reject("families", given, "+ or - before all or " + String.join(", ", FAMILIES), "+all");
                return new TreeSet<>();
            }
            if (minus) {
                off.addAll(named);
            } else {
                off.removeAll(named);
            }
        }
        return off;
    }

    private void reject(String key, String given, String allowed, String used) {
        sources.complain("option " + key + "=" + given + " is not " + allowed + "; using " + used);
    }

    void complainAboutUnknown() {
        for (String key : sources.unknown(known)) {
            Set<String> names = new TreeSet<>(known);
            names.remove("reply");
            sources.complain("unknown option " + key + "; the options are " + String.join(", ", names));
        }
        sources.printComplaints();
    }
}
