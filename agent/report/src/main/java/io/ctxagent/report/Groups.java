package io.ctxagent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists by a key. Without the lambdas of {@link Map#computeIfAbsent} and {@link Map#merge}: each is linked anew at each start of ctxinspect, see decision 72. */
final class Groups {

    private Groups() {}

    /** Adds {@code value} to the list of {@code key}, the first one to a new list. */
    static <K, V> void add(Map<K, List<V>> groups, K key, V value) {
        List<V> group = groups.get(key);
        if (group == null) {
            group = new ArrayList<>();
            groups.put(key, group);
        }
        group.add(value);
    }

    /** Counts one more of {@code key}. */
    static <K> void count(Map<K, Integer> counts, K key) {
        Integer before = counts.get(key);
        counts.put(key, before == null ? 1 : before + 1);
    }
}
