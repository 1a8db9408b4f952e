package io.ctxagent.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/** A context with its wakers, behind a port of its own making. */
final class FakeContext implements BooleanSupplier {

    private static final Map<String, Object> PORT = new HashMap<>();

    static {
        PORT.put("version", 1);
        PORT.put("onDone", (BiFunction<Object, Runnable, Runnable>)
                (context, waker) -> ((FakeContext) context).register(waker));
        PORT.put("error", (Function<Object, RuntimeException>)
                context -> ((FakeContext) context).done ? new CancellationException("context canceled") : null);
        PORT.put("timedOut", (Predicate<Object>) context -> false);
        Ports.register(PORT, FakeContext.class.getClassLoader());
    }

    /** Makes the port fail, as a bug of ours would. */
    volatile boolean broken;

    private volatile boolean done;
    private final Deque<Runnable> wakers = new ArrayDeque<>();

    private Runnable register(Runnable added) {
        if (broken) {
            throw new IllegalStateException("planned fault");
        }
        synchronized (this) {
            if (!done) {
                wakers.add(added);
                return () -> forget(added);
            }
        }
        added.run();
        return () -> {};
    }

    private synchronized void forget(Runnable waker) {
        wakers.remove(waker);
    }

    /** The hooks of a park that returns at once: the call is registered, and its thread is parked no more. */
    static void passPark(Object blocker) {
        Parks.unpark(Objects.requireNonNull(Parks.park(blocker)));
    }

    /** What {@link #cancel} would run last; null for nothing. */
    synchronized Runnable waker() {
        return wakers.peekLast();
    }

    /** How many it would run. */
    synchronized int wakers() {
        return wakers.size();
    }

    void cancel() {
        List<Runnable> fired;
        synchronized (this) {
            done = true;
            fired = List.copyOf(wakers);
            wakers.clear();
        }
        fired.forEach(Runnable::run);
    }

    @Override
    public boolean getAsBoolean() {
        return done;
    }
}
