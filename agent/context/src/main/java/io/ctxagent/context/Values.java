package io.ctxagent.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of one context: an immutable map from key to value whose look-up does not depend on the depth of the chain.
 *
 * <p>Up to {@value #FEW} entries it is an array of alternating keys and values, the nearest first, scanned by identity.
 * Above that it is a trie over {@link ContextKey#index}, 32 branches a level. Indexes are dense and unique: the trie is
 * balanced without hashing, and has no collisions.
 */
final class Values {

    /** No values. */
    static final Object NONE = new @Nullable Object[0];

    private static final int FEW = 8;

    private Values() {}

    static @Nullable Object get(Object values, ContextKey<?> key) {
        if (values instanceof Trie trie) {
            return trie.get(key);
        }
        @Nullable Object[] few = (@Nullable Object[]) values;
        for (int i = 0; i < few.length; i += 2) {
            if (few[i] == key) {
                return few[i + 1];
            }
        }
        return null;
    }

    /** Whether this entry is the nearest of all, so that adding it would change nothing. */
    static boolean begins(Object values, ContextKey<?> key, @Nullable Object value) {
        if (values instanceof Trie trie) {
            return trie.nearest.key == key && trie.nearest.value == value;
        }
        @Nullable Object[] few = (@Nullable Object[]) values;
        return few.length > 0 && few[0] == key && few[1] == value;
    }

    static Object with(Object values, ContextKey<?> key, @Nullable Object value) {
        if (values instanceof Trie trie) {
            return trie.with(key, value);
        }
        @Nullable Object[] few = (@Nullable Object[]) values;
        int same = few.length;
        for (int i = 0; i < few.length; i += 2) {
            if (few[i] == key) {
                same = i;
                break;
            }
        }
        if (same == few.length && few.length == 2 * FEW) {
            return Trie.of(few).with(key, value);
        }
        @Nullable Object[] more = new @Nullable Object[same == few.length ? few.length + 2 : few.length];
        more[0] = key;
        more[1] = value;
        System.arraycopy(few, 0, more, 2, same);
        if (same < few.length) {
            System.arraycopy(few, same + 2, more, same + 2, few.length - same - 2);
        }
        return more;
    }

    /** The names of the keys, the nearest first. */
    static List<String> names(Object values) {
        List<String> names = new ArrayList<>();
        if (values instanceof Trie trie) {
            for (Entry entry : trie.entries()) {
                names.add(entry.key.name());
            }
            return names;
        }
        @Nullable Object[] few = (@Nullable Object[]) values;
        for (int i = 0; i < few.length; i += 2) {
            names.add(key(few[i]).name());
        }
        return names;
    }

    private static ContextKey<?> key(@Nullable Object at) {
        return (ContextKey<?>) Objects.requireNonNull(at);
    }

    /** @param order grows with each entry that is added, so that the nearest has the highest */
    private record Entry(ContextKey<?> key, @Nullable Object value, int order) {}

    /** The root: the first level, and the entry that was put in last. */
    private record Trie(@Nullable Object[] branches, Entry nearest) {

        private static final int BITS = 5;
        private static final int WIDTH = 1 << BITS;

        static Trie of(@Nullable Object[] few) {
            int last = few.length - 2;
            Entry farthest = new Entry(key(few[last]), few[last + 1], 0);
            Trie trie = new Trie(put(new @Nullable Object[0], farthest.key.index, 0, farthest), farthest);
            for (int i = last - 2; i >= 0; i -= 2) {
                trie = trie.with(key(few[i]), few[i + 1]);
            }
            return trie;
        }

        @Nullable
        Object get(ContextKey<?> key) {
            int rest = key.index;
            @Nullable Object[] level = branches;
            while (true) {
                int branch = rest & (WIDTH - 1);
                if (branch >= level.length) {
                    return null;
                }
                Object at = level[branch];
                if (at instanceof Entry entry) {
                    return entry.key == key ? entry.value : null;
                }
                if (at == null) {
                    return null;
                }
                level = (@Nullable Object[]) at;
                rest >>>= BITS;
            }
        }

        Trie with(ContextKey<?> key, @Nullable Object value) {
            Entry entry = new Entry(key, value, nearest.order + 1);
            return new Trie(put(branches, key.index, 0, entry), entry);
        }

        // Recursion ends after seven levels: an index has 32 bits.
        private static @Nullable Object[] put(@Nullable Object[] level, int rest, int depth, Entry entry) {
            int branch = rest & (WIDTH - 1);
            @Nullable Object[] copy = Arrays.copyOf(level, Math.max(level.length, branch + 1));
            Object at = copy[branch];
            if (at == null || (at instanceof Entry old && old.key == entry.key)) {
                copy[branch] = entry;
            } else if (at instanceof Entry other) {
                int otherRest = other.key.index >>> (BITS * (depth + 1));
                @Nullable Object[] deeper = put(new @Nullable Object[0], otherRest, depth + 1, other);
                copy[branch] = put(deeper, rest >>> BITS, depth + 1, entry);
            } else {
                copy[branch] = put((@Nullable Object[]) at, rest >>> BITS, depth + 1, entry);
            }
            return copy;
        }

        List<Entry> entries() {
            List<Entry> found = new ArrayList<>();
            collect(branches, found);
            found.sort(Comparator.comparingInt(Entry::order).reversed());
            return found;
        }

        private static void collect(@Nullable Object[] level, List<Entry> found) {
            for (Object at : level) {
                if (at instanceof Entry entry) {
                    found.add(entry);
                } else if (at != null) {
                    collect((@Nullable Object[]) at, found);
                }
            }
        }
    }
}
