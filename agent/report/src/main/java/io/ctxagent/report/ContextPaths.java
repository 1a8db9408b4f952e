package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where in the tree a thread runs, as a path of labels without ids: the same for all requests of one kind. */
final class ContextPaths {

    /** A longer path shows its ends. */
    private static final int MAX_LABELS = 6;

    static final String NONE = "no context";

    /** A context, how many are above it, and the topmost of those: a walk to the top would cost too much in a chain of 100,000. */
    private record Place(ContextInfo context, int above, ContextInfo root) {}

    private final Map<String, Place> places = new HashMap<>();

    ContextPaths(Snapshot snapshot) {
        for (ContextInfo context : new ContextTree(snapshot.contexts()).parentsFirst()) {
            Place parent = parent(context);
            places.put(
                    context.id(),
                    parent == null
                            ? new Place(context, 0, context)
                            : new Place(context, parent.above() + 1, parent.root()));
        }
    }

    @Nullable
    ContextInfo context(ThreadInfo thread) {
        String id = thread.context();
        Place place = id == null ? null : places.get(id);
        return place == null ? null : place.context();
    }

    /** {@code background > server > GET /orders}. */
    String path(ThreadInfo thread) {
        String id = thread.context();
        return id == null ? NONE : path(id);
    }

    /** The same for the context with this id. */
    String path(String id) {
        Place place = places.get(id);
        if (place == null) {
            return SafeText.of(id);
        }
        Deque<String> labels = new ArrayDeque<>();
        for (Place step = place; step != null; step = parent(step.context())) {
            if (labels.size() == MAX_LABELS - 1 && step.above() > 0) {
                labels.push("(" + step.above() + " more)");
                labels.push(ContextWords.label(step.root()));
                break;
            }
            labels.push(ContextWords.label(step.context()));
        }
        return String.join(" > ", labels);
    }

    private @Nullable Place parent(ContextInfo context) {
        String parent = context.parent();
        return parent == null ? null : places.get(parent);
    }

    /** The contexts that {@code threads} run under. */
    List<ContextInfo> contexts(List<ThreadInfo> threads) {
        return threads.stream()
                .map(this::context)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
