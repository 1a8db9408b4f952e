package io.ctxagent.recorder;

import io.ctxagent.boot.Current;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads thread locals of other threads without their help: {@code Thread.threadLocals},
 * {@code ThreadLocal.ThreadLocalMap.table}, {@code Entry.value} (the same names on JDK 17 to 25, platform and virtual).
 *
 * <p>The owner changes its map meanwhile, without any barrier. That is safe: only references are followed, a table that has
 * been replaced is merely a moment old, and a context's fields are final or volatile.
 */
final class ThreadSlots {

    private static final String TARGET = "java.lang.Thread.threadLocals";

    private final @Nullable Field locals;
    private final @Nullable Field table;
    private final @Nullable Field value;

    ThreadSlots() {
        locals = field("java.lang.Thread", "threadLocals");
        table = field("java.lang.ThreadLocal$ThreadLocalMap", "table");
        value = field("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value");
    }

    private static @Nullable Field field(String type, String name) {
        try {
            Field field = Class.forName(type).getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /**
     * The value that each of {@code slots} has in {@code thread}, in the same order; null where it has none.
     *
     * @param values as long as {@code slots}; written over
     */
    void read(Thread thread, ThreadLocal<?>[] slots, @Nullable Object[] values, Faults faults) {
        Arrays.fill(values, null);
        if (locals == null || table == null || value == null) {
            faults.missing(TARGET);
            return;
        }
        try {
            Object map = locals.get(thread);
            if (map != null && table.get(map) instanceof Object[] entries) {
                for (Object entry : entries) {
                    if (entry instanceof Reference<?> key) {
                        note(key, value, slots, values);
                    }
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            faults.failed(TARGET);
        }
    }

    @SuppressWarnings("unchecked") // refersTo wants the type that the wildcard hides
    private static void note(Reference<?> key, Field value, ThreadLocal<?>[] slots, @Nullable Object[] values)
            throws IllegalAccessException {
        for (int i = 0; i < slots.length; i++) {
            if (((Reference<Object>) key).refersTo(slots[i])) {
                values[i] = Current.held(value.get(key));
            }
        }
    }
}
