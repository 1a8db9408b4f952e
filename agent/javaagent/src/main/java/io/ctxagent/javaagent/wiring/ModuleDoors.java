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
 *   <li>{@code sun.net.www}: headers of {@code HttpURLConnection}.
 * </ul>
 *
 * <p>Of {@code jdk.httpserver} and {@code java.net.http}, where this JVM has them: the exchange and the connection of a request,
 * the headers of a call.
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
                "jdk.internal.access", readers,
                "sun.net.www", readers);
        // What is open is exported, too.
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), packages, Set.of(), Map.of());
    }

    static void openHttp(Instrumentation instrumentation, Module agent, Module bridge) {
        Set<Module> readers = Set.of(agent, bridge);
        open(
                instrumentation,
                "jdk.httpserver",
                Map.of("sun.net.httpserver", readers, "com.sun.net.httpserver", readers));
        open(instrumentation, "java.net.http", Map.of("jdk.internal.net.http.common", readers));
    }

    private static void open(Instrumentation instrumentation, String name, Map<String, Set<Module>> packages) {
        Module module = ModuleLayer.boot().findModule(name).orElse(null);
        if (module != null && module.getPackages().containsAll(packages.keySet())) {
            instrumentation.redefineModule(module, Set.of(), Map.of(), packages, Set.of(), Map.of());
        }
    }
}
