package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which call each thread is in, for those who wake it and those who look. A platform thread has it in its record and
 * is listed once: to put each call into a table that all threads share, and take it out again, is to wait for the other
 * processors' caches. Most virtual threads are too many and too short for that, so theirs are in a table, until one has made so many
 * calls that it lives on. Thread-safe.
 */
final class ActiveCalls {

    /** Threads that {@link ThreadRecord#links}, once they have been in such a call. Weak in both: a record is its thread's own. */
    private static final WeakTable<WeakReference<ThreadRecord>> CALLERS = new WeakTable<>();

    /** Of the others. */
    private static final ConcurrentHashMap<Thread, BlockedCall> OF_CROWD = new ConcurrentHashMap<>();

    private static final int TOGETHER = 256;

    private ActiveCalls() {}

    /** By its thread: others see {@code call} from here on. */
    static void add(ThreadRecord record, BlockedCall call) {
        if (record.inCrowd()) {
            OF_CROWD.put(call.thread, call);
            return;
        }
        if (!record.listed) {
            list(record);
        }
        record.registered(call);
    }

    /** By its thread: others look for its calls in {@code record} from here on. */
    static void list(ThreadRecord record) {
        boolean before = record.agent;
        // The table may wait for a lock, and the hook of that park come by here.
        record.agent = true;
        record.listed = true;
        try {
            // In place of that of a record that the thread has lost: some pools erase what their threads keep.
            CALLERS.put(record.thread, new WeakReference<>(record));
        } finally {
            record.agent = before;
        }
    }

    /** By its thread. Nothing is done where another call has taken its place. */
    static void remove(ThreadRecord record, BlockedCall call) {
        if (record.inCrowd()) {
            OF_CROWD.remove(call.thread, call);
        } else if (record.registered() == call) {
            record.unregistered();
        }
    }

    /** The call of {@code thread}, or null. */
    static @Nullable BlockedCall of(Thread thread) {
        WeakReference<ThreadRecord> reference = CALLERS.get(thread);
        ThreadRecord record = reference == null ? null : reference.get();
        BlockedCall call = record == null ? null : record.see();
        return call == null ? OF_CROWD.get(thread) : call;
    }

    /** The call of {@code thread} if it is one that an interrupt may end, or null: those never only stand in the record. */
    static @Nullable BlockedCall interruptible(Thread thread) {
        WeakReference<ThreadRecord> reference = CALLERS.get(thread);
        ThreadRecord record = reference == null ? null : reference.get();
        BlockedCall call = record == null ? null : record.registered();
        return call == null ? OF_CROWD.get(thread) : call;
    }

    /** All; weakly consistent. */
    static Collection<BlockedCall> all() {
        List<BlockedCall> all = new ArrayList<>(OF_CROWD.values());
        ThreadRecord[] some = new ThreadRecord[TOGETHER];
        int count = 0;
        for (WeakReference<ThreadRecord> reference : CALLERS.values()) {
            ThreadRecord record = reference.get();
            if (record != null) {
                some[count++] = record;
            }
            if (count == TOGETHER) {
                addSeen(some, count, all);
                count = 0;
            }
        }
        addSeen(some, count, all);
        return all;
    }

    /** To look at each call that stands takes a wait, which so many share. */
    private static void addSeen(ThreadRecord[] records, int count, List<BlockedCall> seen) {
        long[] asked = new long[count];
        boolean waits = false;
        for (int i = 0; i < count; i++) {
            asked[i] = records[i].ask();
            waits |= asked[i] != 0;
        }
        if (waits) {
            ClaimableCall.awaitStores(System.nanoTime());
        }
        for (int i = 0; i < count; i++) {
            BlockedCall call = records[i].see(asked[i]);
            if (call != null) {
                seen.add(call);
            }
        }
    }
}
