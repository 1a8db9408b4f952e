package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.ContextWords;
import io.ctxagent.report.HumanDuration;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Threads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of a context as a picture of one line: from where it was made to where it ended, its deadline, and the calls
 * that threads are blocked in under it.
 */
final class Lane {

    private static final int HEIGHT = 20;
    private static final int LEAST = 2;

    private final TimeScale scale;

    Lane(TimeScale scale) {
        this.scale = scale;
    }

    /** The line with the labels. */
    Html axis() {
        Html svg = svg("axis", 22).element("title", "Time before and after the snapshot, logarithmic");
        for (TimeScale.Tick tick : scale.ticks()) {
            String x = String.valueOf(tick.x());
            svg.empty("line", "x1", x, "x2", x, "y1", "16", "y2", "22");
            svg.element("text", tick.label(), "x", x, "y", "12", "text-anchor", "middle");
        }
        return svg.close("svg");
    }

    /**
     * Contexts that look alike: the oldest of them, the nearest deadline, the longest call.
     *
     * @param threads those that run under them
     */
    Html of(List<ContextInfo> alike, List<ThreadInfo> threads) {
        ContextInfo first = alike.get(0);
        long age = alike.stream().mapToLong(ContextInfo::ageMillis).max().orElse(0);
        Long done = first.doneForMillis();
        Long deadline = nearest(alike);
        long end = done == null ? 0 : -done;
        Html svg = svg("lane", HEIGHT).element("title", words(alike, age, deadline, threads));
        line(svg, "now", 0, 0, HEIGHT);
        bar(svg, first.live() ? "live" : "ended", -age, end, 5, 10);
        if (first.live() && deadline != null) {
            bar(svg, deadline < 0 ? "over" : "left", Math.min(0, deadline), Math.max(0, deadline), 5, 10);
        }
        if (!first.live() && !threads.isEmpty()) {
            bar(svg, "over", end, 0, 5, 10);
        }
        long blocked = Threads.longest(threads); // those that began later lie within it
        if (blocked >= 0) {
            bar(svg, "blocked", -blocked, 0, 8, 4);
        }
        if (deadline != null) {
            line(svg, "deadline", deadline, 2, HEIGHT - 2);
        }
        return svg.close("svg");
    }

    private static Html svg(String kind, int height) {
        return new Html()
                .open(
                        "svg",
                        "class",
                        kind,
                        "role",
                        "img",
                        "width",
                        String.valueOf(TimeScale.WIDTH),
                        "height",
                        String.valueOf(height));
    }

    private void bar(Html svg, String kind, long from, long to, int y, int height) {
        int x = scale.x(from);
        svg.empty(
                "rect",
                "class",
                kind,
                "x",
                String.valueOf(x),
                "y",
                String.valueOf(y),
                "width",
                String.valueOf(Math.max(LEAST, scale.x(to) - x)),
                "height",
                String.valueOf(height));
    }

    private void line(Html svg, String kind, long at, int top, int bottom) {
        String x = String.valueOf(scale.x(at));
        svg.empty("line", "class", kind, "x1", x, "x2", x, "y1", String.valueOf(top), "y2", String.valueOf(bottom));
    }

    private static @Nullable Long nearest(List<ContextInfo> contexts) {
        Long nearest = null;
        for (ContextInfo context : contexts) {
            Long remaining = context.remainingMillis();
            nearest = remaining == null || nearest != null && nearest < remaining ? nearest : remaining;
        }
        return nearest;
    }

    private static String words(List<ContextInfo> alike, long age, @Nullable Long deadline, List<ThreadInfo> threads) {
        List<String> words = new ArrayList<>();
        ContextInfo first = alike.get(0);
        Long done = first.doneForMillis();
        words.add(ContextWords.label(first) + ": made " + HumanDuration.of(age) + " ago");
        if (deadline != null) {
            words.add(
                    deadline < 0
                            ? "deadline passed " + HumanDuration.of(-deadline) + " ago"
                            : "deadline in " + HumanDuration.of(deadline));
        }
        if (done != null) {
            words.add(SafeText.of(first.state()) + " " + HumanDuration.of(done) + " ago");
        }
        long blocked = Threads.longest(threads);
        if (blocked >= 0) {
            words.add("blocked for " + HumanDuration.of(blocked));
        } else if (Threads.anyBlocked(threads)) {
            words.add("blocked for an unknown time");
        }
        return String.join(", ", words);
    }
}
