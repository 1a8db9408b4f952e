package io.ctxagent.recorder;

import io.ctxagent.boot.Ports;
import io.ctxagent.boot.Threads;
import io.ctxagent.context.Context;
import java.lang.reflect.Method;
import java.util.Map;

/** Connects the real Context API on the test's class path with the bridge, the way a late attach does. */
final class RealApi {

    private static final ThreadLocal<Object> SLOT = connect();

    private RealApi() {}

    static ThreadLocal<Object> slot() {
        return SLOT;
    }

    static void observe(String stacks) {
        slot();
        Ports.observeCreation(new CreationSites(stacks, Threads::owner));
    }

    @SuppressWarnings("unchecked") // the port's contract
    private static ThreadLocal<Object> connect() {
        try {
            Class<?> type = Class.forName("io.ctxagent.context.AgentPort");
            Method open = type.getDeclaredMethod("open");
            open.setAccessible(true);
            Map<String, Object> port = (Map<String, Object>) open.invoke(null);
            Ports.register(port, Context.class.getClassLoader());
            return (ThreadLocal<Object>) port.get("slot");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
