package io.ctxagent.context;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the agent meets this copy of the library: a map from names to JDK functions, described in
 * {@code io.ctxagent.boot.Port}. The agent's classes are not visible from here and need not be there.
 *
 * <p>With the agent already in the JVM, this class announces the map when it is initialised. An agent that comes later
 * finds this class by its name among the loaded ones and calls {@link #open()}.
 */
final class AgentPort {

    private static final int VERSION = 1;
    private static final String BRIDGE = "io.ctxagent.boot.Ports";
    private static final Map<String, Object> FUNCTIONS = new ConcurrentHashMap<>();
    private static final ThreadLocal<Object> SLOT = connect();

    private AgentPort() {}

    /** Initialises this class. */
    static void load() {}

    /** The slot of the current context: the agent's where it was first, else our own. */
    static ThreadLocal<Object> slot() {
        return SLOT;
    }

    /** The functions; the same map on each call. */
    static Map<String, Object> open() {
        synchronized (FUNCTIONS) {
            if (FUNCTIONS.isEmpty()) {
                fill();
            }
            FUNCTIONS.put("slot", SLOT);
        }
        return FUNCTIONS;
    }

    private static ThreadLocal<Object> connect() {
        ThreadLocal<Object> adopted = null;
        try {
            Class<?> bridge = Class.forName(BRIDGE, true, null);
            fill();
            adopted = cast(bridge.getMethod("register", Map.class, ClassLoader.class)
                    .invoke(null, FUNCTIONS, AgentPort.class.getClassLoader()));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException noAgent) {
            // The library works alone.
        }
        ThreadLocal<Object> slot = adopted != null ? adopted : new ThreadLocal<>();
        if (!FUNCTIONS.isEmpty()) {
            FUNCTIONS.put("slot", slot);
        }
        return slot;
    }

    private static void fill() {
        Creation.connected();
        FUNCTIONS.put("version", VERSION);
        FUNCTIONS.put("onDone", (BiFunction<Object, Runnable, Runnable>)
                (context, waker) -> Waker.register(((Layer) context).node(), waker));
        FUNCTIONS.put("error", (Function<Object, @Nullable RuntimeException>) context -> {
            ContextException err = ((Layer) context).err();
            return err == null ? null : err.fresh();
        });
        FUNCTIONS.put("timedOut", (Predicate<Object>) context -> {
            ContextException err = ((Layer) context).err();
            return err != null && err.isTimeout();
        });
        FUNCTIONS.put("deadline", (Function<Object, @Nullable Long>) context -> {
            Deadline deadline = ((Layer) context).inherited().bound();
            return deadline == null ? null : Long.valueOf(Rows.nanoTime(deadline));
        });
        FUNCTIONS.put("walk", (Consumer<Consumer<@Nullable Object[]>>)
                visitor -> TreeWalk.walk(node -> visitor.accept(Rows.of(node))));
        FUNCTIONS.put("scan", (BiConsumer<@Nullable Object[], Runnable>) (row, visitor) -> TreeWalk.walk(node -> {
            Rows.fill(node, row);
            visitor.run();
        }));
        FUNCTIONS.put(
                "fill", (BiConsumer<Object, @Nullable Object[]>) (context, row) -> Rows.fill((Layer) context, row));
        FUNCTIONS.put("row", (Function<Object, @Nullable Object[]>) context -> Rows.of((Layer) context));
        FUNCTIONS.put("lost", (Supplier<Object>) LostScopes::rows);
        FUNCTIONS.put("creation", (Consumer<@Nullable Supplier<@Nullable Object[]>>) Creation::install);
        FUNCTIONS.put("shutdown", (Runnable) Shutdown::cancel);
        FUNCTIONS.put("untilShutdown", (Supplier<Object>) Shutdown::context);
        FUNCTIONS.put("derive", (BiFunction<@Nullable Object, @Nullable Object[], Object>) AgentPort::derive);
        FUNCTIONS.put("request", (Function<@Nullable Object[], Object>) AgentPort::request);
        FUNCTIONS.put("parent", (Function<Object, @Nullable Object>)
                context -> ((Layer) context).node().parent());
        FUNCTIONS.put("context", (Function<Object, Object>) scope -> ((Scope) scope).context());
        FUNCTIONS.put(
                "end", (BiPredicate<Object, @Nullable Throwable>) (scope, cause) -> ((Scope) scope).cancel(cause));
        FUNCTIONS.put("cancel", (BiPredicate<Long, @Nullable Throwable>) AgentPort::cancel);
    }

    /**
     * A scope of a kind that only the agent makes.
     *
     * @param parent null for {@code background()}
     * @param wanted {@code {String kind, Object whose text is the name or null, Long timeout in nanoseconds or null}}
     */
    private static Object derive(@Nullable Object parent, @Nullable Object[] wanted) {
        Layer above = parent == null ? Roots.BACKGROUND : (Layer) parent;
        Kind kind = Kind.ofId((String) Objects.requireNonNull(wanted[0]));
        Object name = wanted[1];
        if (wanted[2] instanceof Long timeout) {
            TimeSource time = TimeSource.current();
            Scope scope = Scope.bounded(above, kind, time, time.nanos() + timeout, null, null);
            return name == null ? scope : scope.labelled(name);
        }
        return name == null ? Scope.open(above, kind) : Scope.open(above, kind, name);
    }

    /**
     * A scope for an HTTP request without a limit.
     *
     * @param wanted {@code {Object whose text is the name, the agent's owner, null}}; the context takes the last place
     */
    private static Object request(@Nullable Object[] wanted) {
        Side side = new Side();
        side.name = wanted[0];
        side.owner = wanted[1];
        Scope scope = Scope.open((Layer) Shutdown.context(), Kind.REQUEST, side);
        wanted[2] = scope.context();
        return scope;
    }

    /** Cancels a live context by its id. */
    private static boolean cancel(Long id, @Nullable Throwable cause) {
        Node[] found = new Node[1];
        TreeWalk.walk(node -> {
            if (node.number() == id && !node.isEternal()) {
                found[0] = node;
            }
        });
        return found[0] != null && found[0].finish(new CanceledException(cause, Creation.clock()));
    }

    @SuppressWarnings("unchecked") // the bridge's own signature
    private static ThreadLocal<Object> cast(Object slot) {
        return (ThreadLocal<Object>) slot;
    }
}
