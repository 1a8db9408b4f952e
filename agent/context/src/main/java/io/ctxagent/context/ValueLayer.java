package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** A context that adds one value to the one below it. No node of the tree: it is done when its node is. */
final class ValueLayer extends Inherited implements Layer {

    private final Layer parent;
    private final Node node;
    private final ContextKey<?> key;

    ValueLayer(Layer parent, ContextKey<?> key, @Nullable Object value) {
        super(
                Values.with(parent.inherited().values, key, value),
                parent.inherited().bound());
        this.parent = parent;
        this.node = parent.node();
        this.key = key;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Inherited inherited() {
        return this;
    }

    @Override
    public Layer parent() {
        return parent;
    }

    @Override
    public boolean isDone() {
        return node.err != null;
    }

    @Override
    public boolean getAsBoolean() {
        return node.err != null;
    }

    @Override
    public @Nullable ContextException err() {
        return node.err;
    }

    @Override
    @SuppressWarnings("unchecked") // with() has checked it
    public <T> @Nullable T value(ContextKey<T> wanted) {
        return (T) Values.get(values, java.util.Objects.requireNonNull(wanted, "key"));
    }

    /** The name of the key, for printing. */
    String keyName() {
        return key.name();
    }

    @Override
    public String toString() {
        return Derivation.of(this);
    }
}
