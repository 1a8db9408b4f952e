package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contexts of one look: each live one, and done ones that a thread leads to. Belongs to the look's thread. */
final class ContextTree {

    private final PortNumbers numbers;
    private final Faults faults;
    private final SeenTests tests;
    private final Map<String, SeenContext> byId = new LinkedHashMap<>();
    private final List<SeenContext> lost = new ArrayList<>();
    private final Map<String, SeenContext> gone = new LinkedHashMap<>();
    private final Map<Object, Layer> resolved = new IdentityHashMap<>();

    /** A context in a slot: the node of the tree, and the keys as seen from the layer that is in the slot. */
    record Layer(SeenContext context, List<String> keys) {}

    ContextTree(PortNumbers numbers, SeenTests tests, Faults faults) {
        this.numbers = numbers;
        this.tests = tests;
        this.faults = faults;
    }

    /** Asks each copy of the API for its tree. */
    void walk() {
        try {
            tests.running(numbers);
        } catch (RuntimeException | LinkageError e) {
            faults.failed("tests");
        }
        for (Port port : Ports.all()) {
            String suffix = numbers.suffix(port);
            try {
                port.walk(row -> add(SeenContext.of(row, suffix)));
                for (@Nullable Object[] row : port.lost()) {
                    SeenContext gone = SeenContext.of(row, suffix);
                    if (gone != null) {
                        lost.add(gone);
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                faults.failed("contexts" + suffix);
            }
        }
    }

    /** What {@code value}, found in a slot, is; null where no copy of the API knows it. */
    @Nullable
    Layer resolve(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Layer known = resolved.get(value);
        if (known != null) {
            return known;
        }
        Layer layer = ask(value);
        if (layer != null) {
            resolved.put(value, layer);
        }
        return layer;
    }

    /** The context that {@code value} is, where it is in this picture; a note that nothing else leads to adds none. */
    @Nullable
    SeenContext known(@Nullable Object value) {
        Port port = value == null ? null : Ports.of(value);
        if (value == null || port == null) {
            return null;
        }
        try {
            SeenContext row = SeenContext.of(port.row(value), numbers.suffix(port));
            return row == null ? null : byId.get(row.id);
        } catch (RuntimeException | LinkageError e) {
            faults.failed("contexts" + numbers.suffix(port));
            return null;
        }
    }

    /** A context of which only a description is left. It leads to the test that it belonged to, and is in no picture. */
    @Nullable
    SeenContext gone(@Nullable Port port, @Nullable Object @Nullable [] row) {
        SeenContext context = port == null || row == null ? null : SeenContext.of(row, numbers.suffix(port));
        if (context != null && !byId.containsKey(context.id)) {
            gone.put(context.id, context);
        }
        return context;
    }

    private @Nullable Layer ask(Object value) {
        Port port = Ports.of(value);
        if (port == null) {
            return null;
        }
        try {
            SeenContext row = SeenContext.of(port.row(value), numbers.suffix(port));
            if (row == null) {
                return null;
            }
            SeenContext first = byId.get(row.id);
            if (first == null) {
                put(row);
                first = row;
                addDoneAncestors(port, value);
            }
            return new Layer(first, row.keys());
        } catch (RuntimeException | LinkageError e) {
            faults.failed("contexts" + numbers.suffix(port));
            return null;
        }
    }

    /** The walk shows live contexts only; a done one that is still run under keeps its way up to the root. */
    private void addDoneAncestors(Port port, Object value) {
        Object above = port.parent(value);
        while (above != null) {
            SeenContext row = SeenContext.of(port.row(above), numbers.suffix(port));
            if (row == null || byId.containsKey(row.id)) {
                return;
            }
            put(row);
            above = port.parent(above);
        }
    }

    private void add(@Nullable SeenContext context) {
        if (context != null) {
            put(context);
            if (context.lost) {
                lost.add(context);
            }
        }
    }

    private void put(SeenContext context) {
        context.test = tests.of(context.id);
        byId.put(context.id, context);
    }

    /**
     * The id of the context of the test that the context of this id is below, or is. Where it stands elsewhere in the forest, as a child
     * of {@code background()}, the test that has made it or what it is below. Null where it belongs to none.
     */
    @Nullable
    String testContextOf(@Nullable String id) {
        if (tests.none()) {
            return null;
        }
        String at = id;
        String maker = null;
        while (at != null && tests.of(at) == null) {
            SeenContext context = byId.containsKey(at) ? byId.get(at) : collected(at);
            if (maker == null && context != null) {
                maker = tests.contextOf(context.owner);
            }
            at = context == null ? null : context.parent;
        }
        return at == null ? maker : at;
    }

    /** A context that was collected may be gone from the tree. */
    private @Nullable SeenContext collected(String id) {
        for (SeenContext context : lost) {
            if (context.id.equals(id)) {
                return context;
            }
        }
        return gone.get(id);
    }

    /** That test; null where it belongs to none. */
    SeenTests.@Nullable SeenTest testOf(@Nullable String id) {
        String context = testContextOf(id);
        return context == null ? null : tests.of(context);
    }

    Collection<SeenContext> all() {
        return byId.values();
    }

    @Nullable
    SeenContext get(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    /** Contexts whose scope was collected before anybody cancelled it, each once. */
    Collection<SeenContext> lost() {
        Map<String, SeenContext> once = new LinkedHashMap<>();
        for (SeenContext context : lost) {
            once.put(context.id, context);
        }
        return once.values();
    }
}
