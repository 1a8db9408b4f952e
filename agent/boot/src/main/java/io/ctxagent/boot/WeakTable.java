package io.ctxagent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A value for each of some objects, by their identity, none of which it keeps alive. Thread-safe. */
class WeakTable<V> {

    private final ConcurrentHashMap<Object, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** The value of {@code key}; null where it has none. */
    final @Nullable V get(Object key) {
        return values.isEmpty() ? null : values.get(new Probe(key));
    }

    /** Gives {@code key} a value unless it has one, which is the result then. */
    final @Nullable V putIfAbsent(Object key, V value) {
        expunge();
        return values.putIfAbsent(new Key(key, collected), value);
    }

    /** Gives {@code key} a value in place of what it has. */
    final void put(Object key, V value) {
        expunge();
        values.put(new Key(key, collected), value);
    }

    /** All values; weakly consistent. Some may be of keys that are gone. */
    final Collection<V> values() {
        return values.values();
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

        Key(Object key, ReferenceQueue<Object> queue) {
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
            return other instanceof Key && ((Key) other).holds(get());
        }

        boolean holds(@Nullable Object key) {
            return key != null && get() == key;
        }
    }

    /** What a value is looked up by: a reference that is made only to be dropped is work for the collector. */
    private static final class Probe {
        private final Object key;

        Probe(Object key) {
            this.key = key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key && ((Key) other).holds(key);
        }
    }
}
