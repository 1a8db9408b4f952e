package io.ctxagent.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The derivation of a context as the API prints it, {@code context.UntilShutdown.withCancel[server].withTimeout}. */
final class ContextPath {

    private static final int DEEPEST = 64;

    private ContextPath() {}

    static String of(SeenContext context, ContextTree tree) {
        Deque<SeenContext> path = new ArrayDeque<>();
        @Nullable SeenContext above = context;
        @Nullable String missing = null;
        while (above != null && path.size() < DEEPEST) {
            path.push(above);
            missing = above.parent();
            above = tree.parentOf(above);
        }
        StringBuilder text = new StringBuilder(missing == null ? "" : "...");
        for (SeenContext layer : path) {
            text.append(layerName(layer));
            if (layer.name() != null) {
                text.append('[').append(layer.name()).append(']');
            }
        }
        return text.toString();
    }

    private static String layerName(SeenContext layer) {
        return switch (layer.kind()) {
            case "background" -> "context.Background";
            case "todo" -> "context.TODO";
            case "shutdown" -> "context.UntilShutdown";
            default -> "." + layer.kind();
        };
    }
}
