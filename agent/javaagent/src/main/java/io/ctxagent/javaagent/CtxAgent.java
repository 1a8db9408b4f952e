package io.ctxagent.javaagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The agent's entry. Do not log here, do not exit, do not let anything out: the application that starts next must start
 * whatever happens.
 */
public final class CtxAgent {

    private static final String WIRING = "io.ctxagent.javaagent.wiring.Start";

    private static @Nullable AgentClassLoader loader;

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
        Throwable failure;
        try {
            AgentClassLoader wiring = loader;
            if (wiring == null) {
                wiring = new AgentClassLoader(jar());
                loader = wiring;
            }
            Object[] given = {options == null ? "" : options, instrumentation, jar(), atStartup};
            failure = wiring.entry(WIRING).apply(given);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        if (failure != null) {
            System.err.println("ctx-agent: not active, the application runs without it: " + failure);
        }
    }

    private static File jar() throws Exception {
        CodeSource source = CtxAgent.class.getProtectionDomain().getCodeSource();
        return new File(source.getLocation().toURI());
    }
}
