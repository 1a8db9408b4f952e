package io.ctxagent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A value for each of some objects, by their identity, none of which it keeps alive. Thread-safe. */
class WeakTable<V> {

    private final ConcurrentHashMap<Reference<Object>, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** The value of {@code key}; null where it has none. */
    final @Nullable V get(Object key) {
        return values.isEmpty() ? null : values.get(new Key(key, null));
    }

    /** Gives {@code key} a value unless it has one, which is the result then. */
    final @Nullable V putIfAbsent(Object key, V value) {
        expunge();
        return values.putIfAbsent(new Key(key, collected), value);
    }

    final int size() {
        expunge();
        return values.size();
    }

    final void clear() {
        values.clear();
    }

    /** Called on any thread, some time after the key of {@code value} was collected. */
    void lost(V value) {}

    private void expunge() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            V value = values.remove(gone);
            if (value != null) {
                lost(value);
            }
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object key, @Nullable ReferenceQueue<Object> queue) {
            super(key, queue);
            hash = System.identityHashCode(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object key = get();
            return key != null && other instanceof Key && ((Key) other).get() == key;
        }
    }
}
