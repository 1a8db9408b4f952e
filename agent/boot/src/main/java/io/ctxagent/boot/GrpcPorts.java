package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Which copy of the Context API makes the contexts of gRPC's. Thread-safe. */
final class GrpcPorts {

    private static final String API = "io.ctxagent.context.AgentPort";

    /** The loader that was asked last and had none. */
    private static volatile @Nullable WeakReference<ClassLoader> without;

    private GrpcPorts() {}

    /** The one that the loader of gRPC's classes sees, or else any; null where there is none. */
    static @Nullable Port of(@Nullable ClassLoader loader) {
        Port found = registered(loader);
        if (found != null || loader == null || isWithout(loader)) {
            return found;
        }
        try {
            // Initialised, it makes itself known.
            Class.forName(API, true, loader);
        } catch (ClassNotFoundException | LinkageError none) {
            without = new WeakReference<>(loader);
        }
        return registered(loader);
    }

    private static boolean isWithout(ClassLoader loader) {
        WeakReference<ClassLoader> known = without;
        return known != null && known.get() == loader;
    }

    private static @Nullable Port registered(@Nullable ClassLoader loader) {
        Port any = null;
        for (Port port : Ports.all()) {
            if (port.collected()) {
                continue;
            }
            if (port.loader() == loader) {
                return port;
            }
            any = any == null ? port : any;
        }
        return any;
    }

    static void forget() {
        without = null;
    }
}
