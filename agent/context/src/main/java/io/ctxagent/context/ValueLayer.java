package io.ctxagent.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A context that adds one value to the one below it. No node of the tree: it is done when its node is.
 *
 * <p>Its own value stands beside the flat map of those above; the map that holds both is made when the next layer needs it.
 * Most contexts with a value have no other below, and a look-up never makes one.
 */
final class ValueLayer extends Inherited implements Layer {

    private final Layer parent;
    private final Node node;
    final ContextKey<?> key;
    final @Nullable Object value;

    /** Null until somebody asks. Two that ask at once make equal ones. */
    private volatile @Nullable Object all;

    ValueLayer(Layer parent, ContextKey<?> key, @Nullable Object value) {
        this(parent, parent.inherited(), key, value);
    }

    private ValueLayer(Layer parent, Inherited above, ContextKey<?> key, @Nullable Object value) {
        super(above.all(), above.bound());
        this.parent = parent;
        this.node = parent.node();
        this.key = key;
        this.value = value;
    }

    @Override
    Object all() {
        Object known = all;
        if (known == null) {
            known = Values.with(super.all(), key, value);
            all = known;
        }
        return known;
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
        return (T) get(Objects.requireNonNull(wanted, "key"));
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
