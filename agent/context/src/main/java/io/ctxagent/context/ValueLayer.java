package io.ctxagent.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A context that adds one value to the one below it. No node of the tree: it is done when its node is.
 *
 * <p>Its own value stands beside the flat map of those above; the map that holds both is made when something is derived from
 * this. Most contexts with a value have no other below, and a look-up never makes one.
 */
final class ValueLayer implements Layer {

    private final Layer parent;
    private final Node node;
    private final ContextKey<?> key;
    private final @Nullable Object value;

    /**
     * What the parent hands down; once something was derived from this, what this does. One field for both, because there are
     * many layers and each should be small. Two threads that derive at once make equal ones. Null is what a thread may see
     * that was handed this without synchronization.
     */
    private @Nullable Inherited inherited;

    ValueLayer(Layer parent, ContextKey<?> key, @Nullable Object value) {
        this.parent = parent;
        this.node = parent.node();
        this.key = key;
        this.value = value;
        this.inherited = parent.inherited();
    }

    /** With or without the own value. */
    private Inherited known() {
        Inherited known = inherited;
        return known == null ? parent.inherited() : known;
    }

    @Override
    public Inherited inherited() {
        Inherited known = known();
        Object values = known.all();
        if (Values.begins(values, key, value)) {
            return known;
        }
        Inherited own = new Inherited.Mixed(Values.with(values, key, value), known.bound());
        inherited = own;
        return own;
    }

    @Override
    public Node node() {
        return node;
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
        return (T) (Objects.requireNonNull(wanted, "key") == key ? value : known().get(wanted));
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
