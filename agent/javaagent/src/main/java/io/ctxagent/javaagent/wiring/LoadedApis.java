package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.Current;
import io.ctxagent.boot.Ports;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds copies of the Context API that were in the JVM before the agent, and takes over their slots. */
final class LoadedApis {

    private static final String PORT = "io.ctxagent.context.AgentPort";

    private LoadedApis() {}

    /** Called before anything reads {@link Current#SLOT}. */
    static void adopt(Instrumentation instrumentation) throws ReflectiveOperationException {
        List<Map<String, Object>> ports = new ArrayList<>();
        List<ClassLoader> loaders = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(PORT)) {
                ports.add(open(instrumentation, type));
                loaders.add(type.getClassLoader());
            }
        }
        if (!ports.isEmpty()) {
            Current.Adoption.adopt(ports.stream().map(LoadedApis::slot).toList(), loaders);
        }
        for (int i = 0; i < ports.size(); i++) {
            Ports.register(ports.get(i), loaders.get(i));
        }
    }

    @SuppressWarnings("unchecked") // the port's contract, see io.ctxagent.boot.Port
    private static Map<String, Object> open(Instrumentation instrumentation, Class<?> type)
            throws ReflectiveOperationException {
        Set<Module> us = Set.of(LoadedApis.class.getModule());
        if (type.getModule().isNamed()) {
            instrumentation.redefineModule(
                    type.getModule(), Set.of(), Map.of(), Map.of(type.getPackageName(), us), Set.of(), Map.of());
        }
        Method open = type.getDeclaredMethod("open");
        open.setAccessible(true);
        return (Map<String, Object>) open.invoke(null);
    }

    @SuppressWarnings("unchecked") // the port's contract
    private static ThreadLocal<Object> slot(Map<String, Object> port) {
        return Objects.requireNonNull((ThreadLocal<Object>) port.get("slot"), "slot");
    }
}
