package io.ctxagent.recorder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many contexts and threads of each origin there were in the snapshots so far, and for how many in a row they have grown.
 * Counted is only what stays: contexts that are older than the grace, threads that were there in the snapshot before. So the
 * requests of a service that warms up do not count, however many they are. Thread-safe.
 */
final class Census {

    /** Snapshots that follow each other faster show the same moment. */
    private static final long APART_NANOS = 100_000_000;

    /** What else would be kept of an application that derives from everywhere. */
    private static final int MOST = 10_000;

    private Map<String, Growing> groups = new HashMap<>();

    /** Those of the last snapshot whose stack was read, ascending: kept until the next one, so not in boxes. */
    private long[] threads = {};

    private long takenNanos;
    private boolean taken;

    /**
     * A group that was there in the last snapshot.
     *
     * @param times how many snapshots in a row it has grown
     */
    record Growing(int count, int times) {}

    /** A group that is there now. */
    static final class Group {
        final String normalised;
        final String site;
        final String what;
        int count;

        Group(String normalised, String site, String what) {
            this.normalised = normalised;
            this.site = site;
            this.what = what;
        }
    }

    /** What stays, by fingerprint. */
    synchronized Map<String, Group> groups(Observation seen) {
        Map<String, Group> now = new HashMap<>();
        contexts(seen)
                .forEach((kind, sites) -> sites.forEach((site, count) -> {
                    String first = FrameNames.firstOf(site);
                    if (first != null && now.size() < MOST) {
                        count(now, kind + " " + FrameNames.normalised(first), first, kind + " contexts", count.of);
                    }
                }));
        for (SeenThread thread : seen.threads()) {
            if (!thread.isStackRead()) {
                continue;
            }
            StackTraceElement entry = thread.stack().entry();
            boolean own = thread.role() == ThreadRole.USER && !ThreadOutlivesContext.isPoolWorker(thread);
            if (own && entry != null && Arrays.binarySearch(threads, thread.id()) >= 0 && now.size() < MOST) {
                String site = FrameNames.site(entry);
                count(now, "thread " + FrameNames.normalised(site), site, "threads", 1);
            }
        }
        return now;
    }

    /** How many stay, by kind and site: the names of a hundred thousand need not be looked at one by one. */
    private static Map<String, Map<String, Count>> contexts(Observation seen) {
        Map<String, Map<String, Count>> kinds = new LinkedHashMap<>();
        int distinct = 0;
        for (SeenContext context : seen.contexts().all()) {
            boolean stays = seen.nowNanos() - context.createdNanos() >= seen.graceNanos();
            String site = context.site();
            if (!context.live() || context.test() != null || !stays || site == null) {
                continue;
            }
            Map<String, Count> sites = kinds.computeIfAbsent(context.kind(), kind -> new LinkedHashMap<>());
            Count count = sites.get(site);
            if (count == null && distinct < MOST) {
                count = new Count();
                sites.put(site, count);
                distinct++;
            }
            if (count != null) {
                count.of++;
            }
        }
        return kinds;
    }

    /** No other thread is ever counted: of a multitude of virtual threads, few are. */
    private static long[] read(Observation seen) {
        int count = 0;
        for (SeenThread thread : seen.threads()) {
            count += thread.isStackRead() ? 1 : 0;
        }
        long[] read = new long[count];
        for (SeenThread thread : seen.threads()) {
            if (thread.isStackRead()) {
                read[--count] = thread.id();
            }
        }
        Arrays.sort(read);
        return read;
    }

    /** A number that grows. */
    private static final class Count {
        int of;
    }

    private static void count(Map<String, Group> groups, String normalised, String site, String what, int more) {
        groups.computeIfAbsent(normalised, key -> new Group(key, site, what)).count += more;
    }

    /** What the last snapshot had of a group; null where it had none. */
    synchronized @Nullable Growing before(String normalised) {
        return groups.get(normalised);
    }

    /** Takes a snapshot into account, once it is finished. */
    synchronized void take(Observation seen) {
        if (taken && seen.nowNanos() - takenNanos < APART_NANOS) {
            return;
        }
        Map<String, Growing> next = new HashMap<>();
        groups(seen).forEach((normalised, group) -> {
            Growing last = groups.get(normalised);
            int times = last != null && group.count > last.count ? last.times + 1 : 0;
            next.put(normalised, new Growing(group.count, times));
        });
        groups = next;
        threads = read(seen);
        takenNanos = seen.nowNanos();
        taken = true;
    }
}
