package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** A context that is never done. It keeps no list of its children: {@link Forest} does, so that it can go when they can. */
final class Root extends Node {

    private final Kind kind;

    Root(Kind kind, @Nullable Layer parent, Inherited inherited) {
        super(null, parent, inherited);
        this.kind = kind;
        this.id = Ids.next();
    }

    @Override
    Kind kind() {
        return kind;
    }

    @Override
    boolean isEternal() {
        return true;
    }
}
