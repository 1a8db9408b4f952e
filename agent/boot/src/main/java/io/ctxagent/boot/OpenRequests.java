package io.ctxagent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Requests by the objects that their servers know them by, whose classes need no {@code equals} of their own: they are compared by
 * identity. A request is its own entry, and nobody counts: each request comes and goes here, and a counter would be in every
 * processor's way. Thread-safe; who only reads waits for nobody.
 */
final class OpenRequests {

    /** A power of two. */
    private static final int SIZE = 256;

    /** Chains through {@link IncomingRequest#next}, the newest first. One that was taken out still leads to those behind it. */
    private final AtomicReferenceArray<@Nullable IncomingRequest> heads = new AtomicReferenceArray<>(SIZE);

    /** The request of {@code key}, or null. */
    @Nullable
    IncomingRequest get(Object key) {
        IncomingRequest at = heads.get(cell(key));
        while (at != null && at.key != key) {
            at = at.next;
        }
        return at;
    }

    /** Adds {@code request}, which was never here, in place of the one that has its key. */
    void put(IncomingRequest request) {
        take(request.key);
        int cell = cell(request.key);
        IncomingRequest first;
        do {
            first = heads.get(cell);
            request.next = first;
        } while (!heads.compareAndSet(cell, first, request));
    }

    /** Takes out the request of {@code key}; null where there is none. */
    @Nullable
    IncomingRequest take(Object key) {
        IncomingRequest found = get(key);
        return found != null && remove(found) ? found : null;
    }

    /** Whether this call has taken it out. */
    boolean remove(IncomingRequest request) {
        int cell = cell(request.key);
        // Nearly always it is alone in its chain: then nobody can be at work on what it leads to.
        return (request.next == null && heads.compareAndSet(cell, request, null)) || unlink(cell, request);
    }

    private synchronized boolean unlink(int cell, IncomingRequest request) {
        while (true) {
            IncomingRequest before = heads.get(cell);
            if (before == request) {
                if (heads.compareAndSet(cell, request, request.next)) {
                    return true;
                }
                continue; // another one came before it
            }
            while (before != null && before.next != request) {
                before = before.next;
            }
            if (before != null) {
                before.next = request.next;
            }
            return before != null;
        }
    }

    boolean isEmpty() {
        for (int cell = 0; cell < SIZE; cell++) {
            if (heads.get(cell) != null) {
                return false;
            }
        }
        return true;
    }

    /** All that are here, and perhaps some that are not any more. */
    List<IncomingRequest> all() {
        List<IncomingRequest> all = new ArrayList<>();
        for (int cell = 0; cell < SIZE; cell++) {
            for (IncomingRequest at = heads.get(cell); at != null; at = at.next) {
                all.add(at);
            }
        }
        return all;
    }

    void clear() {
        for (int cell = 0; cell < SIZE; cell++) {
            heads.set(cell, null);
        }
    }

    private static int cell(Object key) {
        return System.identityHashCode(key) & (SIZE - 1);
    }
}
