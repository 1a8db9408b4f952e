package io.ctxagent.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How somebody looks at the live screen.
 *
 * @param filter what rows must contain; empty for all
 * @param typing the filter that is being typed; null when none is
 */
public record WatchView(
        Duration interval,
        Sort sort,
        String filter,
        @Nullable String typing,
        boolean paused) {

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

    /** What a key makes of it. */
    public WatchView press(int key) {
        String text = typing;
        if (text != null) {
            return type(text, key);
        }
        return switch (key) {
            case 'p', ' ' -> new WatchView(interval, sort, filter, null, !paused);
            case 's' -> new WatchView(interval, sort.next(), filter, null, paused);
            case '/' -> new WatchView(interval, sort, filter, "", paused);
            case ESCAPE -> new WatchView(interval, sort, "", null, paused);
            default -> this;
        };
    }

    /** Whether a key means to leave. */
    public boolean leaves(int key) {
        return typing == null && (key == 'q' || key == 'Q');
    }

    private WatchView type(String text, int key) {
        return switch (key) {
            case ENTER, '\n' -> new WatchView(interval, sort, text, null, paused);
            case ESCAPE -> new WatchView(interval, sort, filter, null, paused);
            case DELETE, BACKSPACE ->
                new WatchView(
                        interval, sort, filter, text.isEmpty() ? "" : text.substring(0, text.length() - 1), paused);
            default -> key < ' ' ? this : new WatchView(interval, sort, filter, text + Character.toString(key), paused);
        };
    }
}
