package io.ctxagent.context;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The key of a value in a {@link Context}. Two keys are the same only if they are the same object: keep a key in a static
 * final field of the package that owns the value. The name is for people (it is printed and inspected), never for
 * look-up, and should not be a secret.
 *
 * @param <T> the type of the value
 */
public final class ContextKey<T> {

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Dense and unique, so that a trie over it is balanced and has no collisions. */
    final int index = NEXT.getAndIncrement();

    private final String name;
    private final Class<T> type;

    private ContextKey(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * A new key, different from every other.
     *
     * @param name what it is called where contexts are printed
     * @param type the class of its values; primitive classes stand for their boxes
     * @throws NullPointerException naming the parameter that is null
     */
    public static <T> ContextKey<T> of(String name, Class<T> type) {
        return new ContextKey<>(Objects.requireNonNull(name, "name"), boxed(Objects.requireNonNull(type, "type")));
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** The class of its values. */
    public Class<T> type() {
        return type;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    void requireType(@Nullable Object value) {
        // The first question is the cheaper one and nearly always enough.
        if (value != null && value.getClass() != type && !type.isInstance(value)) {
            throw new ClassCastException("value of the context key " + name + " is a "
                    + value.getClass().getName() + ", not a " + type.getName());
        }
    }

    @SuppressWarnings("unchecked") // int.class is a Class<Integer>, and so is Integer.class
    private static <T> Class<T> boxed(Class<T> type) {
        return type.isPrimitive()
                ? (Class<T>) java.lang.invoke.MethodType.methodType(type).wrap().returnType()
                : type;
    }
}
