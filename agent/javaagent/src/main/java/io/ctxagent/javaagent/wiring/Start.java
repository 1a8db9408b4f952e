package io.ctxagent.javaagent.wiring;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The first of the agent's own classes: gets the bridge into the bootstrap loader, then hands over to {@link Wiring}. Names
 * no class of the bridge itself, which is not there yet when this one is verified.
 */
public final class Start {

    private static @Nullable Wiring wiring;
    private static boolean over;

    private Start() {}

    /**
     * Called for each load of the agent; the first one installs it.
     *
     * @param jar the agent's jar
     * @param atStartup whether {@code main} has not run yet
     * @return whether it did; false when this agent was detached, and another class loader must be made
     */
    public static synchronized boolean enter(
            String options, Instrumentation instrumentation, File jar, boolean atStartup) throws Exception {
        if (over) {
            return false;
        }
        AgentOptions parsed = AgentOptions.read(options, atStartup);
        Wiring running = wiring;
        if (running == null) {
            ModuleDoors.openTo(instrumentation, Start.class.getModule());
            Class<?> bridge = bridge(jar, parsed.reply());
            ModuleDoors.openTo(instrumentation, bridge.getModule());
            running = new Wiring(parsed, instrumentation, atStartup);
            running.install();
            wiring = running;
        }
        if (parsed.reply() != null) {
            running.answer(parsed.reply());
        }
        return true;
    }

    private static Class<?> bridge(File jar, @Nullable File reply) throws Exception {
        try {
            return BootClasses.define(jar);
        } catch (IOException e) {
            if (reply != null) {
                Replies.refuse(reply, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** From here on this agent answers nobody; whoever asks gets a new one. */
    static synchronized void end() {
        over = true;
        wiring = null;
    }

    /** The last act; no class of the agent's can be loaded after it. */
    static void unload() {
        try {
            ((Closeable) Start.class.getClassLoader()).close();
        } catch (IOException e) {
            // The jar is closed as far as it goes.
        }
    }
}
