package io.ctxagent.javaagent.wiring;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first of the agent's own classes: gets the bridge into the bootstrap loader, then hands over to {@link Wiring}. Names
 * no class of the bridge itself, which is not there yet when this one is verified.
 */
public final class Start implements Function<Object[], @Nullable Throwable> {

    static {
        // The entry's side of it: io.ctxagent.javaagent.AgentClassLoader.accept.
        handOver(Start.class.getClassLoader());
    }

    private static @Nullable Wiring wiring;
    private static boolean over;

    private Start() {}

    @SuppressWarnings("unchecked") // its contract
    private static void handOver(@Nullable ClassLoader loader) {
        ((Consumer<Object>) Objects.requireNonNull(loader)).accept(new Start());
    }

    /**
     * Called for each load of the agent; the first one installs it.
     *
     * @param given what came with the load: options, instrumentation, the agent's jar, whether {@code main} has not run yet;
     *     the fifth is set to true when this agent was detached, and another class loader must be made
     * @return why it could not be installed; null when it could
     */
    @Override
    public @Nullable Throwable apply(Object[] given) {
        try {
            if (!enter((String) given[0], (Instrumentation) given[1], (File) given[2], (Boolean) given[3])) {
                given[4] = true;
            }
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private static synchronized boolean enter(
            String options, Instrumentation instrumentation, File jar, boolean atStartup) throws Exception {
        if (over) {
            return false;
        }
        AgentOptions parsed = AgentOptions.read(options, atStartup);
        Wiring running = wiring;
        if (running == null) {
            ModuleDoors.openTo(instrumentation, Start.class.getModule());
            Class<?> bridge = bridge(parsed.reply());
            ModuleDoors.openTo(instrumentation, bridge.getModule());
            ModuleDoors.openHttp(instrumentation, Start.class.getModule(), bridge.getModule());
            running = new Wiring(parsed, instrumentation, jar, atStartup);
            running.install();
            wiring = running;
        }
        if (parsed.reply() != null) {
            running.answer(parsed.reply());
        }
        return true;
    }

    private static Class<?> bridge(@Nullable File reply) throws Exception {
        try {
            return BootClasses.define();
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
