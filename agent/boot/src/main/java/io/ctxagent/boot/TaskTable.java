package io.ctxagent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of tasks between submit and run, by the identity of the task, which is neither wrapped nor kept alive. One
 * object that is submitted several times has one entry for each submit, first in, first out. Thread-safe.
 */
final class TaskTable {

    private final ConcurrentHashMap<Object, Entry> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Entries of tasks that are alive. */
    int size() {
        expunge();
        return entries.size();
    }

    /** Notes one submit of {@code task}. */
    void put(Object task, Object context) {
        ThreadRecord.handsOver();
        expunge();
        Key key = new Key(task, collected);
        Entry added = new Entry(context);
        while (true) {
            Entry first = entries.putIfAbsent(key, added);
            if (first == null || first.append(added)) {
                return;
            }
        }
    }

    /** The context of the oldest submit that has not been taken; null when there is none. */
    @Nullable
    Object take(Object task) {
        if (entries.isEmpty()) {
            return null;
        }
        expunge();
        Probe key = new Probe(task);
        while (true) {
            Entry first = entries.get(key);
            if (first == null) {
                return null;
            }
            Entry next = first.close();
            boolean taken = next == null ? entries.remove(key, first) : entries.replace(key, first, next);
            if (taken) {
                return first.context;
            }
        }
    }

    /** What {@link #take} would return; it stays. */
    @Nullable
    Object peek(Object task) {
        Entry first = entries.isEmpty() ? null : entries.get(new Probe(task));
        return first == null ? null : first.context;
    }

    /** Each task that is alive and has an entry. */
    List<Object> tasks() {
        List<Object> tasks = new ArrayList<>();
        for (Object key : entries.keySet()) {
            Object task = ((Key) key).get();
            if (task != null) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    void clear() {
        entries.clear();
    }

    private void expunge() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            entries.remove(gone);
        }
    }

    /** One submit; entries of the same task are chained, the first of them is the one in the map. */
    private static final class Entry {
        final Object context;
        private @Nullable Entry next;
        private boolean closed;

        Entry(Object context) {
            this.context = context;
        }

        /** False when this entry was taken meanwhile: look at the map again. */
        synchronized boolean append(Entry added) {
            if (closed) {
                return false;
            }
            Entry last = this;
            while (last.next != null) {
                last = last.next;
            }
            last.next = added;
            return true;
        }

        synchronized @Nullable Entry close() {
            closed = true;
            return next;
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object task, ReferenceQueue<Object> queue) {
            super(task, queue);
            hash = System.identityHashCode(task);
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

        boolean holds(@Nullable Object task) {
            return task != null && get() == task;
        }
    }

    /** What a task is looked up by: a reference that is made only to be dropped is work for the collector. */
    private static final class Probe {
        private final Object task;

        Probe(Object task) {
            this.task = task;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(task);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key && ((Key) other).holds(task);
        }
    }
}
