package io.ctxagent.benchmarks.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What came of the requests. Thread-safe. */
final class Tally {

    private static final int SHOWN = 5;

    private final Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    /** One request more, and how it ended. */
    void add(String kind) {
        requests.increment();
        kinds.computeIfAbsent(kind, key -> new LongAdder()).increment();
    }

    /** An answer that a client which behaves must not get. */
    void complain(String what) {
        wrong.increment();
        if (complaints.size() < SHOWN) {
            complaints.add(what);
        }
    }

    long requests() {
        return requests.sum();
    }

    long wrong() {
        return wrong.sum();
    }

    Iterable<String> complaints() {
        return complaints;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(requests.sum() + " requests");
        new TreeMap<>(kinds)
                .forEach((kind, count) ->
                        text.append(", ").append(kind).append(' ').append(count));
        return text.toString();
    }
}
