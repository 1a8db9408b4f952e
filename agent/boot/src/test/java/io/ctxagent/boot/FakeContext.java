package io.ctxagent.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/** A context with one waker, behind a port of its own making. */
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
    private Runnable waker;

    private Runnable register(Runnable added) {
        if (broken) {
            throw new IllegalStateException("planned fault");
        }
        synchronized (this) {
            if (!done) {
                waker = added;
                return this::forget;
            }
        }
        added.run();
        return () -> {};
    }

    private synchronized void forget() {
        waker = null;
    }

    /** The hooks of a park that returns at once: the call is registered, and its thread is parked no more. */
    static void passPark(Object blocker) {
        Waits.unpark(Objects.requireNonNull(Waits.park(blocker)));
    }

    /** What {@link #cancel} would run; null for nothing. */
    synchronized Runnable waker() {
        return waker;
    }

    void cancel() {
        Runnable fired;
        synchronized (this) {
            done = true;
            fired = waker;
            waker = null;
        }
        if (fired != null) {
            fired.run();
        }
    }

    @Override
    public boolean getAsBoolean() {
        return done;
    }
}
