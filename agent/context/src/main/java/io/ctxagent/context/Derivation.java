package io.ctxagent.context;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Prints how a context was derived. Names only, never a value; bounded, however deep it is and however long the names. */
final class Derivation {

    /** Layers that are printed at each end of a chain that is longer than both. */
    private static final int END = 16;

    private static final int LONGEST_NAME = 80;

    private Derivation() {}

    static String of(Layer leaf) {
        ArrayDeque<Layer> tail = new ArrayDeque<>(END);
        ArrayDeque<Layer> head = new ArrayDeque<>(END + 1);
        long leftOut = 0;
        Layer layer = leaf;
        while (layer != null) {
            if (tail.size() < END) {
                tail.push(layer);
            } else {
                head.push(layer);
                if (head.size() > END) {
                    head.removeLast();
                    leftOut++;
                }
            }
            layer = layer.parent();
        }
        StringBuilder text = new StringBuilder();
        for (Layer each : head) {
            print(each, text);
        }
        if (leftOut > 0) {
            text.append(".<").append(leftOut).append(" more>");
        }
        for (Layer each : tail) {
            print(each, text);
        }
        return text.toString();
    }

    private static void print(Layer layer, StringBuilder text) {
        if (layer instanceof ValueLayer value) {
            text.append(".withValue(").append(cut(value.keyName())).append(')');
            return;
        }
        Node node = layer.node();
        text.append(node.kind().printed);
        Side side = node.side;
        @Nullable String name = side == null ? null : side.nameText();
        if (name != null) {
            text.append('[').append(cut(name)).append(']');
        }
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
    }
}
