package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The context tree as a Mermaid flow chart, for Markdown: thick and red is flagged, dashed is done. */
public final class TreeMermaid {

    private TreeMermaid() {}

    public static String render(Snapshot snapshot) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        ContextTree tree = new ContextTree(snapshot.contexts());
        List<ContextInfo> contexts = tree.parentsFirst();
        // Ids of our own: Mermaid reads some words, such as "end", as its own.
        Map<String, String> nodes = new HashMap<>();
        contexts.forEach(context -> nodes.put(context.id(), "n" + nodes.size()));
        for (ContextInfo context : contexts) {
            String node = nodes.get(context.id());
            text.append("  ")
                    .append(node)
                    .append("[\"")
                    .append(escaped(TreeDot.label(context)))
                    .append("\"]");
            text.append(context.findings().isEmpty() ? context.live() ? "" : ":::done" : ":::flagged")
                    .append('\n');
            for (ContextInfo child : tree.children(context)) {
                text.append("  ")
                        .append(node)
                        .append(" --> ")
                        .append(nodes.get(child.id()))
                        .append('\n');
            }
        }
        return text.append("  classDef flagged stroke:#c00,stroke-width:3px\n")
                .append("  classDef done stroke-dasharray:4\n")
                .toString();
    }

    // Mermaid knows entities and no backslashes; "#" starts one.
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("#\"<>&`".indexOf(c) >= 0) {
                escaped.append('#').append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
