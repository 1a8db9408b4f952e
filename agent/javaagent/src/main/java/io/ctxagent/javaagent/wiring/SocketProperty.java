package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.AgentThread;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a tool asks an agent that is there already for its socket, without loading it once more, of which the JVM would warn in the
 * application's standard error (JEP 451): it reads the JVM's agent properties through the attach mechanism. {@value #NAME} is among
 * them, and its value is made when it is read.
 *
 * <p>The properties are an object of {@code jdk.internal.vm.VMSupport} (JDK 17 to 25); this one takes its place and keeps what was
 * in it. Where that is not possible, tools load the agent again as before.
 */
final class SocketProperty extends Properties {

    /** Its value: the socket's path, or {@code refused: why}. */
    static final String NAME = "ctx.agent.socket";

    private static final long serialVersionUID = 1;
    private static final long PATIENCE_MILLIS = 2_000;

    /** Whoever still holds another one gets what was in it last. */
    private static volatile @Nullable SocketProperty installed;

    /** The JVM's own. Behind an interface because its source is compiled apart. */
    interface AgentProperties {

        /** Puts {@code with} in their place, with what was in them but for {@code without}. */
        void replace(Properties with, String without) throws ReflectiveOperationException;
    }

    /** Set by the initialiser of {@code VmAgentProperties}. */
    static @Nullable AgentProperties jvm;

    private final transient Supplier<String> opening;

    private SocketProperty(Supplier<String> opening) {
        this.opening = opening;
    }

    /**
     * @param opening opens the socket where it is not open yet, and tells what the property's value is
     */
    static void install(Supplier<String> opening) {
        replace(new SocketProperty(opening));
    }

    /** Puts an ordinary object in its place. */
    static void remove() {
        if (installed != null) {
            installed = null;
            replace(new Properties());
        }
    }

    private static void replace(Properties with) {
        try {
            Class.forName("io.ctxagent.javaagent.wiring.VmAgentProperties");
            AgentProperties properties = Objects.requireNonNull(jvm, "jvm");
            properties.replace(with, NAME);
            installed = with instanceof SocketProperty ours ? ours : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            installed = null;
        }
    }

    // The JVM asks for the names and then for each value, or for the entries.

    @Override
    public Set<String> stringPropertyNames() {
        if (this == installed) {
            refresh();
        }
        return super.stringPropertyNames();
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        if (this == installed) {
            refresh();
        }
        return super.entrySet();
    }

    /** On a thread of our own: what a look leaves in thread-locals would keep the agent's classes on the JVM's. */
    private void refresh() {
        Thread thread = new AgentThread(() -> put(NAME, opening.get()), "ctx-agent-attach");
        thread.start();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
