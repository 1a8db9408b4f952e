package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** Any other kind that needs no timer, such as {@code withTimeout} below an earlier deadline. */
final class KindNode extends Node {

    private final Kind kind;

    KindNode(@Nullable CancelScope scope, @Nullable Layer parent, Inherited inherited, Kind kind) {
        super(scope, parent, inherited);
        this.kind = kind;
    }

    KindNode(CancelScope scope, Layer parent, Kind kind, Side side) {
        super(scope, parent, side);
        this.kind = kind;
    }

    @Override
    Kind kind() {
        return kind;
    }
}
