package io.ctxagent.javaagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The agent's entry. Do not log here, do not exit, do not let anything out: the application that starts next must start
 * whatever happens. This class and its loader's stay when the agent is detached, and hold nothing of it then.
 */
public final class CtxAgent {

    private static final String WIRING = "io.ctxagent.javaagent.wiring.Start";

    /** Where the agent says that it took no notice, because it is on its way out. */
    private static final int DETACHED = 4;

    private static volatile @Nullable AgentClassLoader loader;

    /** The JVM makes one for each load and keeps them all; transformers go into the first, so the others stay idle. */
    private static @Nullable Instrumentation first;

    private CtxAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        enter(options, instrumentation, true);
    }

    /** Called by the JVM when the agent is loaded into it later, and each time it is asked for again. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation)
            throws InterruptedException {
        // A thread of its own: what libraries leave in thread-locals would keep the agent's classes on the JVM's.
        Thread thread = new Thread(null, () -> enter(options, instrumentation, false), "ctx-agent-attach", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        thread.join();
    }

    private static synchronized void enter(
            @Nullable String options, Instrumentation instrumentation, boolean atStartup) {
        Instrumentation used = first;
        if (used == null) {
            used = instrumentation;
            first = used;
        }
        Throwable failure;
        try {
            Object[] given = {options == null ? "" : options, used, jar(), atStartup, false};
            failure = loader().entry(WIRING).apply(given);
            while ((Boolean) given[DETACHED]) {
                // That one was being detached when we came.
                loader = null;
                given[DETACHED] = false;
                failure = loader().entry(WIRING).apply(given);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
        AgentClassLoader started = loader;
        if (started != null) {
            started.started();
        }
        if (failure != null) {
            System.err.println("ctx-agent: not active, the application runs without it: " + failure);
        }
    }

    private static AgentClassLoader loader() throws Exception {
        AgentClassLoader used = loader;
        if (used == null) {
            used = new AgentClassLoader(jar());
            DetachedMark.remove();
            loader = used;
        }
        return used;
    }

    /** The agent in {@code detached} is no more. */
    static void forget(AgentClassLoader detached) {
        if (loader == detached) {
            loader = null;
            DetachedMark.put();
        }
    }

    private static File jar() throws Exception {
        CodeSource source = CtxAgent.class.getProtectionDomain().getCodeSource();
        return new File(source.getLocation().toURI());
    }
}
