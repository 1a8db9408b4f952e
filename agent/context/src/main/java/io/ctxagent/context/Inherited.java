package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/**
 * What a context takes from its ancestors at its creation: all values, flat, and the deadline. A plain child shares its
 * parent's object; only {@code withValue}, {@code withTimeout} and their like make a new one. Immutable.
 */
abstract sealed class Inherited permits Inherited.Mixed, Deadline {

    /** See {@link Values}. */
    private final Object values;

    /** The nearest deadline above; null where there is none. */
    final @Nullable Deadline enclosing;

    Inherited(Object values, @Nullable Deadline enclosing) {
        this.values = values;
        this.enclosing = enclosing;
    }

    /** All values. */
    final Object all() {
        return values;
    }

    /** The value that counts here; null where there is none. */
    final @Nullable Object get(ContextKey<?> wanted) {
        return Values.get(values, wanted);
    }

    /** The deadline that counts; null where there is none. */
    @Nullable
    Deadline bound() {
        return enclosing;
    }

    /** For contexts that have no deadline of their own, but differ from their parent. */
    static final class Mixed extends Inherited {

        static final Mixed NOTHING = new Mixed(Values.NONE, null);

        Mixed(Object values, @Nullable Deadline enclosing) {
            super(values, enclosing);
        }
    }
}
