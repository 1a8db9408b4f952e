package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A copy of the Context API that has whatever tree a test gives it, in a class loader of its own. */
final class FakeApi implements AutoCloseable {

    private final Map<String, Object> functions = new ConcurrentHashMap<>();
    private final ClassLoader loader = new ClassLoader(FakeApi.class.getClassLoader()) {};
    private final List<Object[]> live = new CopyOnWriteArrayList<>();
    private final List<Object[]> lost = new CopyOnWriteArrayList<>();
    private final Map<Object, Object[]> rows = new HashMap<>();
    private long last;

    FakeApi() {
        functions.put("walk", (Consumer<Consumer<Object[]>>) live::forEach);
        functions.put("row", (Function<Object, Object[]>) this::row);
        functions.put("lost", (Supplier<List<Object[]>>) () -> new ArrayList<>(lost));
        Ports.register(functions, loader);
    }

    /** Puts something else in the place of one function. */
    FakeApi with(String name, Object function) {
        functions.put(name, function);
        return this;
    }

    /** A live context of that kind; {@code change} sets the rest of its row. */
    Object live(String kind, Consumer<Object[]> change) {
        Object[] row = newRow(kind);
        change.accept(row);
        live.add(row);
        return contextOf(row);
    }

    /** A context that was done {@code nanosAgo}. */
    Object done(String kind, long nanosAgo, Consumer<Object[]> change) {
        Object[] row = newRow(kind);
        row[Port.STATE] = "canceled";
        row[Port.DONE_NANOS] = System.nanoTime() - nanosAgo;
        change.accept(row);
        return contextOf(row);
    }

    void lost(String kind, Consumer<Object[]> change) {
        Object[] row = newRow(kind);
        row[Port.LOST] = true;
        change.accept(row);
        lost.add(row);
    }

    /** A layer of values on {@code context}. */
    Object layer(Object context, String... keys) {
        Object[] row = row(context).clone();
        row[Port.KEYS] = List.of(keys);
        return contextOf(row);
    }

    /** Takes a context out of the tree. */
    void remove(Object context) {
        live.remove(row(context));
    }

    Object[] row(Object context) {
        synchronized (rows) {
            return rows.get(context);
        }
    }

    private Object contextOf(Object[] row) {
        Object context = Proxy.newProxyInstance(
                loader, new Class<?>[] {BooleanSupplier.class}, (self, method, args) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == args[0];
                    default -> !"live".equals(row[Port.STATE]);
                });
        synchronized (rows) {
            rows.put(context, row);
        }
        return context;
    }

    private Object[] newRow(String kind) {
        Object[] row = new Object[Port.ROW_LENGTH];
        row[Port.ID] = ++last;
        row[Port.PARENT] = 0L;
        row[Port.KIND] = kind;
        row[Port.STATE] = "live";
        row[Port.CREATED_NANOS] = System.nanoTime();
        row[Port.KEYS] = List.of();
        row[Port.LOST] = false;
        return row;
    }

    /** An owner that ended just now. */
    static Owner endedOwner() {
        Owner owner = new Owner("thread", new Thread("gone"));
        owner.end();
        return owner;
    }

    @Override
    public void close() {
        functions.clear();
    }
}
