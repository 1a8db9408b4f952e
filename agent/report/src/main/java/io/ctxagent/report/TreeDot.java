package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;

/** The context tree in the language of Graphviz: red is flagged, dashed is done. */
public final class TreeDot {

    private TreeDot() {}

    public static String render(Snapshot snapshot) {
        StringBuilder text = new StringBuilder("digraph contexts {\n  rankdir=LR;\n  node [shape=box];\n");
        ContextTree tree = new ContextTree(snapshot.contexts());
        for (ContextInfo context : tree.parentsFirst()) {
            text.append("  ").append(quoted(context.id())).append(" [label=").append(quoted(label(context)));
            if (!context.findings().isEmpty()) {
                text.append(", color=red");
            }
            text.append(context.live() ? "" : ", style=dashed").append("];\n");
            for (ContextInfo child : tree.children(context)) {
                text.append("  ")
                        .append(quoted(context.id()))
                        .append(" -> ")
                        .append(quoted(child.id()))
                        .append(";\n");
            }
        }
        return text.append("}\n").toString();
    }

    /** The title, and the rules that flag it. */
    static String label(ContextInfo context) {
        return ContextWords.title(context, 1)
                + (context.findings().isEmpty() ? "" : " ! " + Words.some(context.findings(), 8));
    }

    private static String quoted(String text) {
        return '"' + SafeText.of(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
