package io.ctxagent.javaagent.wiring;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * The packages of {@code java.base} that the agent looks into, opened to its own two modules and nobody else's.
 *
 * <ul>
 *   <li>{@code java.lang}: thread-locals of a thread that starts or that is looked at;
 *   <li>{@code java.util.concurrent}: which pool a worker belongs to;
 *   <li>{@code sun.nio.ch}: {@code NativeThread.signal};
 *   <li>{@code jdk.internal.misc}: {@code Unsafe.defineClass} into the bootstrap loader;
 *   <li>{@code jdk.internal.vm}: the list of virtual threads, and the properties that an attaching tool reads;
 *   <li>{@code jdk.internal.access}: a shutdown hook that runs after the application's own.
 * </ul>
 */
final class ModuleDoors {

    private ModuleDoors() {}

    static void openTo(Instrumentation instrumentation, Module reader) {
        Set<Module> readers = Set.of(reader);
        Map<String, Set<Module>> packages = Map.of(
                "java.lang", readers,
                "java.util.concurrent", readers,
                "sun.nio.ch", readers,
                "jdk.internal.misc", readers,
                "jdk.internal.vm", readers,
                "jdk.internal.access", readers);
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), packages, packages, Set.of(), Map.of());
    }
}
