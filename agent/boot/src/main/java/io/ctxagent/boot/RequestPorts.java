package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which copy of the Context API makes the contexts of an application's requests and tests: the one that its classes see, so that
 * {@code Context.current()} is that context; the agent's own for an application that has none. Thread-safe.
 */
final class RequestPorts {

    private static final String API = "io.ctxagent.context.AgentPort";

    // Weak in both: a redeployed application must be able to go.
    private static final Map<ClassLoader, WeakReference<Port>> KNOWN = new WeakHashMap<>();

    /** What was asked for last, which mostly is the only one: no lock, which all requests would take. */
    private static volatile @Nullable Latest latest;

    private RequestPorts() {}

    /** Of an application's loader; of the class path where that is not known. */
    static Port of(@Nullable ClassLoader application, RequestSupport support) throws Throwable {
        ClassLoader loader = application != null ? application : ClassLoader.getSystemClassLoader();
        Port known = known(loader);
        if (known != null) {
            return known;
        }
        // Outside the lock: it may load classes of the application's.
        Port found = find(loader);
        if (found == null) {
            found = registered(support.ownApi());
        }
        if (found == null) {
            throw new IllegalStateException("no copy of the Context API is registered");
        }
        synchronized (KNOWN) {
            KNOWN.put(loader, new WeakReference<>(found));
        }
        return found;
    }

    /** Of the loader of a test; null where even the agent's own cannot be had. */
    static @Nullable Port ofTests(@Nullable ClassLoader tests, TestJudge judge) throws Throwable {
        ClassLoader loader = tests != null ? tests : ClassLoader.getSystemClassLoader();
        Port port = known(loader);
        if (port == null) {
            port = find(loader);
        }
        if (port == null) {
            port = find(judge.ownApi());
        }
        if (port != null) {
            synchronized (KNOWN) {
                KNOWN.put(loader, new WeakReference<>(port));
            }
        }
        return port;
    }

    private static @Nullable Port known(ClassLoader loader) {
        Latest last = latest;
        Port found = last == null ? null : last.of(loader);
        if (found != null) {
            return found;
        }
        synchronized (KNOWN) {
            WeakReference<Port> reference = KNOWN.get(loader);
            Port port = reference == null ? null : reference.get();
            if (port == null || port.collected()) {
                return null;
            }
            latest = new Latest(loader, port);
            return port;
        }
    }

    private static @Nullable Port find(ClassLoader loader) {
        try {
            // Initialised, it makes itself known.
            return registered(Class.forName(API, true, loader).getClassLoader());
        } catch (ClassNotFoundException | LinkageError none) {
            return null;
        }
    }

    private static @Nullable Port registered(@Nullable ClassLoader loader) {
        for (Port port : Ports.all()) {
            if (port.loader() == loader && !port.collected()) {
                return port;
            }
        }
        return null;
    }

    static void forget() {
        synchronized (KNOWN) {
            KNOWN.clear();
            latest = null;
        }
    }

    /** One entry of {@link #KNOWN}. */
    private static final class Latest {
        private final WeakReference<ClassLoader> loader;
        private final WeakReference<Port> port;

        Latest(ClassLoader loader, Port port) {
            this.loader = new WeakReference<>(loader);
            this.port = new WeakReference<>(port);
        }

        @Nullable
        Port of(ClassLoader wanted) {
            Port known = loader.refersTo(wanted) ? port.get() : null;
            return known == null || known.collected() ? null : known;
        }
    }
}
