package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one context, or several that look alike, is called. */
public final class ContextWords {

    private ContextWords() {}

    /** Its label, or its kind where it has none. */
    public static String label(ContextInfo context) {
        String name = context.name();
        return name == null ? SafeText.of(context.kind()) : SafeText.of(name);
    }

    /** {@code GET /orders (withTimeout) c17}. */
    public static String title(ContextInfo context, int count) {
        StringBuilder title = new StringBuilder(label(context));
        if (context.name() != null) {
            title.append(" (").append(SafeText.of(context.kind())).append(')');
        }
        title.append(' ').append(SafeText.of(context.id()));
        return title.append(count > 1 ? "..." : "").toString();
    }

    /** {@code 812ms, 1.2s left}; empty for a root of the API, whose age says nothing. */
    public static String time(List<ContextInfo> alike) {
        ContextInfo first = alike.get(0);
        long age = 0;
        for (ContextInfo context : alike) {
            age = Math.max(age, context.ageMillis());
        }
        String since = (alike.size() > 1 ? "oldest " : "") + HumanDuration.of(age);
        return switch (first.state()) {
            case "canceled" -> since + ", canceled" + ago(first);
            case "deadline-exceeded" -> since + ", deadline passed" + ago(first);
            default -> root(first) ? "" : since + ", " + left(alike);
        };
    }

    /** Why it is done, or null where that adds nothing to its state. */
    public static @Nullable String cause(ContextInfo context) {
        String cause = context.cause();
        return cause == null || cause.endsWith("context canceled") || cause.endsWith("context deadline exceeded")
                ? null
                : SafeText.of(cause);
    }

    /** Where and by whom it was made, in up to two lines; none where nobody looked. */
    public static List<String> origin(ContextInfo context) {
        List<String> origin = new ArrayList<>();
        String site = context.site();
        if (site != null) {
            origin.add("created at " + SafeText.of(site));
        }
        String owner = context.owner();
        if (owner != null) {
            origin.add("created by " + SafeText.of(owner) + (context.ownerEnded() ? ", which has ended" : ""));
        }
        return origin;
    }

    /** {@code 1.2s left}, {@code OVERDUE 36s} or {@code no deadline}, of the one that is closest. */
    public static String left(List<ContextInfo> contexts) {
        Long least = null;
        for (ContextInfo context : contexts) {
            Long remaining = context.remainingMillis();
            if (remaining != null && (least == null || remaining < least)) {
                least = remaining;
            }
        }
        if (least == null) {
            return "no deadline";
        }
        return least < 0 ? "OVERDUE " + HumanDuration.of(-least) : HumanDuration.of(least) + " left";
    }

    private static String ago(ContextInfo context) {
        Long done = context.doneForMillis();
        return done == null ? "" : " " + HumanDuration.of(done) + " ago";
    }

    private static boolean root(ContextInfo context) {
        return context.parent() == null
                && (context.kind().equals("background")
                        || context.kind().equals("todo")
                        || context.kind().equals("shutdown"));
    }
}
