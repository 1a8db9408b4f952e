package io.ctxagent.context;

/** {@code withCancel}: the most frequent kind, so it has no field of its own. */
final class CancelNode extends Node {

    CancelNode(CancelScope scope, Layer parent) {
        super(scope, parent, parent.inherited());
    }

    @Override
    Kind kind() {
        return Kind.WITH_CANCEL;
    }
}
