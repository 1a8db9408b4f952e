package io.ctxagent.javaagent.wiring;

import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The first of the agent's own classes: gets the bridge into the bootstrap loader, then hands over to {@link Wiring}. Names
 * no class of the bridge itself, which is not there yet when this one is verified.
 */
public final class Start {

    private static @Nullable Wiring wiring;

    private Start() {}

    /**
     * Called for each load of the agent; the first one installs it.
     *
     * @param jar the agent's jar
     * @param atStartup whether {@code main} has not run yet
     */
    public static synchronized void enter(String options, Instrumentation instrumentation, File jar, boolean atStartup)
            throws Exception {
        AgentOptions parsed = AgentOptions.read(options, atStartup);
        Wiring running = wiring;
        if (running == null) {
            ModuleDoors.openTo(instrumentation, Start.class.getModule());
            Class<?> bridge = BootClasses.define(jar);
            ModuleDoors.openTo(instrumentation, bridge.getModule());
            running = new Wiring(parsed, instrumentation, atStartup);
            running.install();
            wiring = running;
        }
        if (parsed.reply() != null) {
            running.answer(parsed.reply());
        }
    }
}
