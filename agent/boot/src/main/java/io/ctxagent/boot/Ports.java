package io.ctxagent.boot;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The copies of the Context API that are loaded. Found by the API through reflection, by this name. Thread-safe. */
public final class Ports {

    private static volatile Port[] ports = new Port[0];
    private static volatile @Nullable Supplier<@Nullable Object[]> creation;

    private Ports() {}

    /**
     * Makes a copy of the API known; called by it when it is loaded, or by the agent that finds it loaded already.
     *
     * @return the slot that this JVM uses; a copy that has not used its own yet takes this one
     */
    public static synchronized ThreadLocal<Object> register(
            Map<String, Object> functions, @Nullable ClassLoader loader) {
        int kept = 0;
        Port[] next = new Port[ports.length + 1];
        for (Port port : ports) {
            // An agent that comes again finds copies that have been here all the time.
            if (!port.collected() && !port.isOf(functions)) {
                next[kept++] = port;
            }
        }
        Port added = new Port(functions, loader);
        next[kept++] = added;
        Port[] exact = new Port[kept];
        System.arraycopy(next, 0, exact, 0, kept);
        ports = exact;
        Supplier<@Nullable Object[]> observer = creation;
        if (observer != null) {
            added.observeCreation(observer);
        }
        return Current.SLOT;
    }

    /** The copies that are loaded, the oldest first. The caller does not change the array. */
    public static Port[] all() {
        return ports;
    }

    /** The copy that made {@code context}; null for an object that no copy made. */
    public static @Nullable Port of(Object context) {
        ClassLoader loader = context.getClass().getClassLoader();
        for (Port port : ports) {
            if (port.loader() == loader && !port.collected()) {
                return port;
            }
        }
        return null;
    }

    /** Installs, for copies present and to come, what each derivation asks for its site and owner; null removes it. */
    public static synchronized void observeCreation(@Nullable Supplier<@Nullable Object[]> observer) {
        creation = observer;
        for (Port port : ports) {
            port.observeCreation(observer);
        }
    }
}
