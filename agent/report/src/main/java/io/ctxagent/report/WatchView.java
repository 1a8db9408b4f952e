package io.ctxagent.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How somebody looks at the live screen.
 *
 * @param filter what rows must contain; empty for all
 * @param typing the filter that is being typed; null when none is
 * @param selected the row that keys work on; null for none
 * @param opened the rows that show what is in them
 */
public record WatchView(
        Duration interval,
        Sort sort,
        String filter,
        @Nullable String typing,
        boolean paused,
        @Nullable String selected,
        Set<String> opened) {

    /** The arrow keys: beyond every character. */
    public static final int UP = 0x110000;

    public static final int DOWN = 0x110001;

    /** What comes first. */
    public enum Sort {
        AGE(Comparator.comparingLong(row -> -row.ageMillis())),
        LEFT(Comparator.comparingLong(WatchRow::leftMillis)),
        THREADS(Comparator.comparingInt(row -> -row.threads().size())),
        NAME(Comparator.comparing(WatchRow::path));

        private final Comparator<WatchRow> order;

        Sort(Comparator<WatchRow> order) {
            this.order = order;
        }

        Comparator<WatchRow> order() {
            return order;
        }

        /** The word on the screen and on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Sort next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    private static final int ENTER = '\r';
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    private static final int BACKSPACE = 8;

    public WatchView {
        opened = Set.copyOf(opened);
    }

    /** With nothing selected and nothing open. */
    public WatchView(Duration interval, Sort sort, String filter, @Nullable String typing, boolean paused) {
        this(interval, sort, filter, typing, paused, null, Set.of());
    }

    /**
     * What a key makes of it.
     *
     * @param rows that are on the screen, in their order
     */
    public WatchView press(int key, List<String> rows) {
        String text = typing;
        if (text != null) {
            return type(text, key);
        }
        return switch (key) {
            case 'p', ' ' -> new WatchView(interval, sort, filter, null, !paused, selected, opened);
            case 's' -> new WatchView(interval, sort.next(), filter, null, paused, selected, opened);
            case '/' -> filtered(filter, "");
            case 'j', DOWN -> select(rows, 1);
            case 'k', UP -> select(rows, -1);
            case ENTER, '\n' -> toggle(rows);
            case ESCAPE -> filter.isEmpty() ? new WatchView(interval, sort, "", null, paused) : filtered("", null);
            default -> this;
        };
    }

    private WatchView filtered(String rows, @Nullable String typed) {
        return new WatchView(interval, sort, rows, typed, paused, selected, opened);
    }

    private WatchView select(List<String> rows, int step) {
        if (rows.isEmpty()) {
            return this;
        }
        int at = selected == null ? -1 : rows.indexOf(selected);
        int to = at < 0 ? (step > 0 ? 0 : rows.size() - 1) : Math.max(0, Math.min(rows.size() - 1, at + step));
        return new WatchView(interval, sort, filter, null, paused, rows.get(to), opened);
    }

    private WatchView toggle(List<String> rows) {
        String row = selected;
        if (row == null || !rows.contains(row)) {
            return select(rows, 1);
        }
        Set<String> changed = new HashSet<>(opened);
        if (!changed.remove(row)) {
            changed.add(row);
        }
        return new WatchView(interval, sort, filter, null, paused, row, changed);
    }

    /** Whether a key means to leave. */
    public boolean leaves(int key) {
        return typing == null && (key == 'q' || key == 'Q');
    }

    private WatchView type(String text, int key) {
        return switch (key) {
            case ENTER, '\n' -> filtered(text, null);
            case ESCAPE -> filtered(filter, null);
            case DELETE, BACKSPACE -> filtered(filter, text.isEmpty() ? "" : text.substring(0, text.length() - 1));
            default -> key < ' ' || key >= UP ? this : filtered(filter, text + Character.toString(key));
        };
    }
}
