package io.ctxagent.report;

import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The live screen: a list of lines that fits a terminal of any size. Keeps the last events. Not thread-safe. */
public final class WatchScreen {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int MAX_EVENTS = 5;
    private static final int MAX_FLAGS = 3;

    private static final int LEAST_WIDTH = 30;

    /** What stands before the words below a row. */
    private static final String BELOW = "        | ";

    private final String target;
    private final ZoneId zone;
    private final Style style;
    private final Deque<Event> events = new ArrayDeque<>();

    /** What happened to a finding. */
    private record Event(String at, Finding finding, String what) {

        String text(boolean withName) {
            String site = finding.site();
            return at + " " + SafeText.of(finding.rule()) + (withName ? " " + SafeText.of(finding.slug()) : "") + " "
                    + what + (site == null ? "" : " at " + SafeText.of(site));
        }
    }

    /**
     * @param target what the user calls the JVM
     * @param zone of the times on the screen
     */
    public WatchScreen(String target, ZoneId zone, Style style) {
        this.target = target;
        this.zone = zone;
        this.style = style;
    }

    /** Notes what happened; once for each look. */
    public void note(WatchLook look) {
        for (WatchLook.Released released : look.released()) {
            event(look.at(), "released after " + HumanDuration.of(released.afterMillis()), released.finding());
        }
        for (Finding finding : look.snapshot().findings()) {
            if (look.fresh().contains(finding.fingerprint())) {
                event(look.at(), "new", finding);
            }
        }
    }

    private void event(Instant at, String what, Finding finding) {
        events.addFirst(new Event(clock(at), finding, what));
        if (events.size() > MAX_EVENTS) {
            events.removeLast();
        }
    }

    /** At most {@code height} lines, none longer than {@code width} columns. */
    public List<String> render(WatchLook look, WatchView view, int width, int height) {
        int columns = Math.max(LEAST_WIDTH, width);
        WatchColumns shown = new WatchColumns(columns);
        List<String> tail = new ArrayList<>();
        for (Event event : events) {
            tail.add(cut(event.text(shown.hasCall()), columns));
        }
        tail.add(style.faint(shown.hasState() ? keys(view, columns) : cut(fewKeys(view), columns)));
        List<String> lines = new ArrayList<>();
        lines.add(style.strong(cut(title(look, view), columns)));
        lines.add(cut(shown.hasCall() ? counts(look) : fewCounts(look), columns));
        lines.add(findings(look, columns));
        int room = Math.max(1, height - lines.size() - tail.size() - 1);
        lines.add(style.faint(shown.heading()));
        table(look, view, shown, room, lines);
        while (lines.size() + tail.size() < height) {
            lines.add("");
        }
        lines.addAll(tail);
        return List.copyOf(lines.subList(0, Math.min(lines.size(), Math.max(1, height))));
    }

    private String title(WatchLook look, WatchView view) {
        String main = look.snapshot().jvm().mainClass();
        String simple = main.substring(main.lastIndexOf('.') + 1);
        return SafeText.of(simple.isEmpty() ? "JVM" : simple) + " " + SafeText.of(target) + "  " + clock(look.at())
                + (view.paused()
                        ? "  PAUSED"
                        : "  every " + HumanDuration.of(view.interval().toMillis()))
                + (look.snapshot().agent().complete() ? "" : "  observation INCOMPLETE");
    }

    private static String counts(WatchLook look) {
        Counts counts = look.snapshot().counts();
        int omitted = counts.contexts().omitted();
        return "contexts " + counts.contexts().live() + " live, "
                + (omitted == 0 ? "" : counts.contexts().live() - omitted + " of them listed, ")
                + counts.contexts().done() + " done (+"
                + look.born().size() + " -" + look.gone() + ")  threads "
                + counts.threads().live() + " live, "
                + counts.threads().blocked() + " blocked";
    }

    private static String fewCounts(WatchLook look) {
        Counts counts = look.snapshot().counts();
        return "live " + counts.contexts().live() + " +" + look.born().size() + " -" + look.gone() + "  blocked "
                + counts.threads().blocked() + " of " + counts.threads().live();
    }

    private String findings(WatchLook look, int columns) {
        String text = cut(LeaksText.verdict(look.snapshot(), Style.PLAIN), columns);
        return Severity.ERROR.reachedBy(look.snapshot())
                ? style.bad(text)
                : Severity.WARNING.reachedBy(look.snapshot()) ? style.warn(text) : text;
    }

    /** What the rows are called that are on the screen and can be selected. */
    public List<String> rows(WatchLook look, WatchView view) {
        List<String> ids = new ArrayList<>();
        for (WatchLine line : WatchLine.of(look, view, LEAST_WIDTH)) {
            String id = line.id();
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** As many as have room; where they are more, the selected one is among them. */
    private void table(WatchLook look, WatchView view, WatchColumns columns, int room, List<String> out) {
        List<WatchLine> all = WatchLine.of(look, view, columns.width() - BELOW.length());
        int selected = 0;
        for (int i = 0; i < all.size(); i++) {
            selected = Objects.equals(all.get(i).id(), view.selected()) && view.selected() != null ? i : selected;
        }
        int from = 0;
        if (room < 3) {
            from = selected; // there is no room to say what is left out
        } else if (all.size() > room && selected >= room - 1) {
            from = Math.min(selected - (room - 2) / 2, Math.max(0, all.size() - room + 1));
            out.add("... " + from + " above");
        }
        int to = Math.min(all.size(), from + room - (from > 0 && room >= 3 ? 1 : 0));
        to -= to < all.size() && room >= 3 ? 1 : 0;
        for (WatchLine line : all.subList(from, to)) {
            WatchRow row = line.row();
            out.add(row == null ? style.faint(BELOW + line.label()) : row(row, line, look, view, columns));
        }
        if (to < all.size() && room >= 3) {
            out.add("... " + Words.count(all.size() - to, "more row"));
        }
    }

    private String row(WatchRow row, WatchLine line, WatchLook look, WatchView view, WatchColumns columns) {
        boolean born = row.alike().stream().anyMatch(context -> look.born().contains(context.id()));
        boolean selected = Objects.equals(line.id(), view.selected());
        boolean told =
                columns.hasState() || row.state().equals("live") || row.state().equals("overdue");
        String state = told ? "" : row.state() + " ";
        String many = row.alike().size() > 1 ? "x" + row.alike().size() + " " : "";
        String before = flags(row.first().findings()) + state + many;
        String text = columns.row(
                selected ? ">" : born ? "+" : " ", row, end(before, line.label(), columns.path()), row.activity());
        if (selected) {
            return style.selected(text);
        }
        return !row.first().findings().isEmpty() ? style.bad(text) : born ? style.strong(text) : text;
    }

    /** {@code !102,103 }: short, because the path beside them is what people look for. */
    private static String flags(List<String> rules) {
        if (rules.isEmpty()) {
            return "";
        }
        List<String> numbers = rules.stream()
                .limit(MAX_FLAGS)
                .map(rule -> SafeText.of(rule).replaceFirst("^CTX", ""))
                .toList();
        return "!" + String.join(",", numbers) + (rules.size() > MAX_FLAGS ? ".. " : " ");
    }

    /** {@code first} and as much of the end of {@code path} as fits. */
    private static String end(String first, String path, int width) {
        int room = width - first.length();
        if (path.length() <= room) {
            return first + path;
        }
        return room < 6 ? cut(first + path, width) : first + ".." + path.substring(path.length() - room + 2);
    }

    private static String keys(WatchView view, int columns) {
        if (view.typing() != null) {
            return cut("filter: " + SafeText.of(view.typing()) + "_   (Enter takes it, Esc does not)", columns);
        }
        String before = "q quit  p " + (view.paused() ? "go on" : "pause") + "  s sort: "
                + view.sort().word() + "  / filter: ";
        if (view.filter().isEmpty()) {
            return cut(before + "none  arrows and Enter open", columns);
        }
        String filter = SafeText.of(view.filter());
        String all = before + filter + "  (Esc clears it)  arrows and Enter open";
        String after = "  Esc clears  Enter opens";
        return all.length() <= columns
                ? all
                : cut(before + cut(filter, Math.max(1, columns - before.length() - after.length())) + after, columns);
    }

    private static String fewKeys(WatchView view) {
        if (view.typing() != null) {
            return "filter: " + SafeText.of(view.typing()) + "_";
        }
        return "q quit  p " + (view.paused() ? "go on" : "pause") + "  s "
                + view.sort().word() + "  / " + (view.filter().isEmpty() ? "filter" : SafeText.of(view.filter()));
    }

    private String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    private static String cut(String text, int width) {
        return WatchColumns.cut(text, width);
    }
}
