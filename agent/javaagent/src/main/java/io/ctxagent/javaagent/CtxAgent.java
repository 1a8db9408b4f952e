package io.ctxagent.javaagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The agent's entry. Do not log here, do not exit, do not let anything out: the application that starts next must start
 * whatever happens.
 */
public final class CtxAgent {

    private static final String WIRING = "io.ctxagent.javaagent.wiring.Start";

    private static @Nullable ClassLoader loader;

    private CtxAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        enter(options, instrumentation, true);
    }

    /** Called by the JVM when the agent is loaded into it later, and each time it is asked for again. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        enter(options, instrumentation, false);
    }

    private static synchronized void enter(
            @Nullable String options, Instrumentation instrumentation, boolean atStartup) {
        try {
            ClassLoader wiring = loader;
            if (wiring == null) {
                wiring = new AgentClassLoader(jar());
                loader = wiring;
            }
            Class.forName(WIRING, true, wiring)
                    .getMethod("enter", String.class, Instrumentation.class, File.class, boolean.class)
                    .invoke(null, options == null ? "" : options, instrumentation, jar(), atStartup);
        } catch (Throwable failure) {
            Throwable cause = failure instanceof InvocationTargetException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            System.err.println("ctx-agent: not active, the application runs without it: " + cause);
        }
    }

    private static File jar() throws Exception {
        CodeSource source = CtxAgent.class.getProtectionDomain().getCodeSource();
        return new File(source.getLocation().toURI());
    }
}
