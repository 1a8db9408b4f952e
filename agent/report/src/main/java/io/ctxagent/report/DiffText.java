package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.SnapshotDiff.Bug;
import io.ctxagent.report.SnapshotDiff.Change;
import io.ctxagent.report.SnapshotDiff.Counted;
import io.ctxagent.report.SnapshotDiff.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A {@link SnapshotDiff} for people: the verdict first, what grew before what shrank. */
public final class DiffText {

    private static final List<Change> SHOWN = List.of(Change.NEW, Change.GROWN, Change.SHRUNK, Change.GONE);
    private static final int MAX_PLACES = 40;

    private DiffText() {}

    /**
     * Draws it.
     *
     * @param before what the user calls the earlier snapshot
     * @param after what the user calls the later one
     */
    public static String render(SnapshotDiff diff, String before, String after, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(side("A", before, diff.before().jvm()))
                .append(side("B", after, diff.after().jvm()));
        text.append(part("A", diff.before(), style)).append(part("B", diff.after(), style));
        text.append(between(diff)).append("\n\n");
        text.append(style.strong(verdict("findings", diff.findings()))).append('\n');
        for (Change change : SHOWN) {
            for (Bug bug : SnapshotDiff.only(change, diff.findings())) {
                finding(bug, style, text);
            }
        }
        text.append('\n')
                .append(style.strong(verdict("contexts", diff.contexts())))
                .append('\n');
        places(diff, style, text);
        return text.append('\n').append(counts(diff)).toString();
    }

    private static String side(String letter, String name, JvmInfo jvm) {
        return letter + "  " + SafeText.of(name) + "  " + SafeText.of(jvm.mainClass()) + "  pid " + jvm.pid() + "  up "
                + HumanDuration.of(jvm.uptimeMillis()) + "\n";
    }

    /** What is not listed is not compared: it may be neither new nor gone. */
    private static String part(String letter, Snapshot snapshot, Style style) {
        return Part.is(snapshot) ? style.warn(letter + " is only a part: " + Part.sentence(snapshot)) + "\n" : "";
    }

    private static String between(SnapshotDiff diff) {
        if (!diff.sameJvm()) {
            return "two JVMs";
        }
        long later = diff.after().jvm().uptimeMillis() - diff.before().jvm().uptimeMillis();
        return "the same JVM, B "
                + (later < 0 ? HumanDuration.of(-later) + " earlier" : HumanDuration.of(later) + " later");
    }

    private static String verdict(String what, List<? extends Counted> all) {
        List<String> parts = new ArrayList<>();
        for (Change change : SHOWN) {
            long count = all.stream().filter(each -> each.change() == change).count();
            if (count > 0) {
                parts.add(count + " " + word(change));
            }
        }
        return what + ": " + (parts.isEmpty() ? "no difference" : String.join(", ", parts));
    }

    private static void finding(Bug bug, Style style, StringBuilder text) {
        Finding finding = bug.finding();
        Severity severity = Severity.of(finding);
        String line = String.format("%-6s ", word(bug.change())) + arrow(bug) + "  "
                + severity.painted(style, String.format("%-7s", severity.word())) + " "
                + style.strong(SafeText.of(finding.rule()) + " " + SafeText.of(finding.slug())) + "  "
                + style.faint("fp " + SafeText.of(finding.fingerprint()));
        text.append(line).append('\n');
        String site = finding.site();
        if (site != null) {
            text.append("                  at ").append(SafeText.of(site)).append('\n');
        }
    }

    private static void places(SnapshotDiff diff, Style style, StringBuilder text) {
        List<Place> changed = new ArrayList<>();
        for (Change change : SHOWN) {
            SnapshotDiff.only(change, diff.contexts()).stream()
                    .sorted(Comparator.comparing((Place place) -> -Math.abs(place.after() - place.before())))
                    .forEach(changed::add);
        }
        for (Place place : changed.subList(0, Math.min(MAX_PLACES, changed.size()))) {
            text.append(String.format("%-6s ", word(place.change())))
                    .append(arrow(place))
                    .append("  ")
                    .append(place.path())
                    .append('\n');
            String site = place.site();
            if (site != null) {
                text.append("                  ")
                        .append(style.faint("made at " + SafeText.of(site)))
                        .append('\n');
            }
        }
        if (changed.size() > MAX_PLACES) {
            text.append("... ").append(changed.size() - MAX_PLACES).append(" more\n");
        }
    }

    private static String counts(SnapshotDiff diff) {
        var contexts =
                List.of(diff.before().counts().contexts(), diff.after().counts().contexts());
        var threads =
                List.of(diff.before().counts().threads(), diff.after().counts().threads());
        return "contexts " + contexts.get(0).live() + " -> " + contexts.get(1).live() + " live; threads "
                + threads.get(0).live() + " -> " + threads.get(1).live() + " live, "
                + threads.get(0).blocked() + " -> " + threads.get(1).blocked() + " blocked\n";
    }

    /** In ten columns, unless there are very many. */
    private static String arrow(Counted counted) {
        return String.format("%10s", counted.before() + " -> " + counted.after());
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }
}
