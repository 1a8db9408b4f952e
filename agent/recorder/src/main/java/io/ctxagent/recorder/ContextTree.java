package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
    private final Map<String, ContextsByNumber> byNumber = new HashMap<>();
    private final List<SeenContext> all = new ArrayList<>();
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
            return row == null ? null : same(row);
        } catch (RuntimeException | LinkageError e) {
            faults.failed("contexts" + numbers.suffix(port));
            return null;
        }
    }

    /** A context of which only a description is left. It leads to the test that it belonged to, and is in no picture. */
    @Nullable
    SeenContext gone(@Nullable Port port, @Nullable Object @Nullable [] row) {
        SeenContext context = port == null || row == null ? null : SeenContext.of(row, numbers.suffix(port));
        if (context != null && same(context) == null) {
            gone.put(context.id(), context);
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
            SeenContext first = same(row);
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
            if (row == null || same(row) != null) {
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
        if (!tests.none()) {
            context.test = tests.of(context.id());
        }
        if (byNumber.computeIfAbsent(context.suffix, copy -> new ContextsByNumber())
                .add(context)) {
            all.add(context);
        }
    }

    /** What of this number is in the picture. */
    private @Nullable SeenContext same(SeenContext row) {
        return of(row.suffix, row.number);
    }

    private @Nullable SeenContext of(String suffix, long number) {
        ContextsByNumber copy = byNumber.get(suffix);
        return copy == null ? null : copy.get(number);
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
            SeenContext here = get(at);
            SeenContext context = here != null ? here : collected(at);
            if (maker == null && context != null) {
                maker = tests.contextOf(context.owner);
            }
            at = context == null ? null : context.parent();
        }
        return at == null ? maker : at;
    }

    /** A context that was collected may be gone from the tree. */
    private @Nullable SeenContext collected(String id) {
        for (SeenContext context : lost) {
            if (context.id().equals(id)) {
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
        return all;
    }

    @Nullable
    SeenContext get(@Nullable String id) {
        if (id == null || !id.startsWith("c")) {
            return null;
        }
        int copy = id.indexOf('@');
        try {
            return of(copy < 0 ? "" : id.substring(copy), Long.parseLong(id, 1, copy < 0 ? id.length() : copy, 10));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** What it is derived from; null for a root, and where that is not in the picture. */
    @Nullable
    SeenContext parentOf(SeenContext context) {
        return context.above == 0 ? null : of(context.suffix, context.above);
    }

    /** Contexts whose scope was collected before anybody cancelled it, each once. */
    Collection<SeenContext> lost() {
        Map<String, SeenContext> once = new LinkedHashMap<>();
        for (SeenContext context : lost) {
            once.put(context.id(), context);
        }
        return once.values();
    }
}
