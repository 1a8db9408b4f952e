package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import io.ctxagent.boot.ScratchRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The contexts of one look: each live one, and done ones that a thread leads to. Belongs to the look's thread. */
final class ContextTree {

    private final PortNumbers numbers;
    private final Faults faults;
    private final SeenTests tests;
    private final TestLineage lineage;
    private final Map<String, Integer> expected;
    private final Choice choice;
    private final ContextTable table = new ContextTable();
    private final Map<String, ContextsByNumber> byNumber = new HashMap<>();
    private final List<SeenContext> lost = new ArrayList<>();
    private final Map<String, SeenContext> gone = new LinkedHashMap<>();

    /** The row that the API writes each context into. */
    private final @Nullable Object[] scratch = ScratchRow.create();

    private final long[] scratchNumbers = (long[]) Objects.requireNonNull(scratch[ScratchRow.NUMBERS]);

    private List<String> layerKeys = List.of();
    private boolean refused;

    ContextTree(PortNumbers numbers, SeenTests tests, Faults faults) {
        this(numbers, tests, faults, Map.of(), Room.usual(), false);
    }

    /**
     * @param expected a guess at how many contexts each copy of the API has: {@link #sizes} of the look before
     * @param room how many are kept
     * @param atExit the JVM is going down
     */
    ContextTree(
            PortNumbers numbers,
            SeenTests tests,
            Faults faults,
            Map<String, Integer> expected,
            Room room,
            boolean atExit) {
        this.expected = expected;
        this.choice = new Choice(room, atExit);
        this.numbers = numbers;
        this.tests = tests;
        this.lineage = new TestLineage(this, tests);
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
            ContextsByNumber copy = copy(suffix);
            try {
                Choice.Keeping keeping = above -> put(above, suffix, copy);
                port.scan(scratch, () -> add(suffix, copy, keeping));
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
    SeenContext resolve(@Nullable Object value) {
        refused = false;
        Port port = value == null ? null : Ports.of(value);
        if (value == null || port == null) {
            return null;
        }
        String suffix = numbers.suffix(port);
        try {
            if (!port.fill(value, scratch)) {
                return null;
            }
            layerKeys = scratchKeys();
            int place = scratchPlace(suffix);
            if (place < 0 && choice.isFull(table)) {
                refused = true;
                return null;
            }
            if (place < 0) {
                leftOut().takeBack(scratch);
                place = put(scratch, suffix, copy(suffix));
                addAncestors(port, suffix, value);
            }
            return place < 0 ? null : new SeenContext(table, place);
        } catch (RuntimeException | LinkageError e) {
            faults.failed("contexts" + suffix);
            return null;
        }
    }

    /** Whether what was resolved last is a context that there is no room for. */
    boolean refused() {
        return refused;
    }

    /** What there is no room for. */
    LeftOut leftOut() {
        return choice.leftOut();
    }

    /** How many contexts that show {@code bug} by being live without an owner are counted and not kept. */
    int abandoned(Candidate.Bug bug) {
        return leftOut().any() ? leftOut().abandoned(bug, table) : 0;
    }

    /** The keys as seen from the layer that was resolved last; of no meaning where there was none. */
    List<String> layerKeys() {
        return layerKeys;
    }

    @SuppressWarnings("unchecked") // the port's table of rows is the type
    private List<String> scratchKeys() {
        return scratch[Port.KEYS] instanceof List<?> keys ? (List<String>) keys : List.of();
    }

    /** A thread runs under {@code context}, which was resolved here, or under a layer upon it that carries {@code keys}. */
    void addThread(SeenContext context, long thread, List<String> keys) {
        table.addThread(context.place(), thread, keys);
    }

    /** The context that {@code value} is, where it is in this picture; a note that nothing else leads to adds none. */
    @Nullable
    SeenContext known(@Nullable Object value) {
        Port port = value == null ? null : Ports.of(value);
        if (value == null || port == null) {
            return null;
        }
        String suffix = numbers.suffix(port);
        try {
            int place = port.fill(value, scratch) ? scratchPlace(suffix) : -1;
            return place < 0 ? null : new SeenContext(table, place);
        } catch (RuntimeException | LinkageError e) {
            faults.failed("contexts" + suffix);
            return null;
        }
    }

    /** A context of which only a description is left. It leads to the test that it belonged to, and is in no picture. */
    @Nullable
    SeenContext gone(@Nullable Port port, @Nullable Object @Nullable [] row) {
        SeenContext context = port == null || row == null ? null : SeenContext.of(row, numbers.suffix(port));
        if (context != null && place(context.suffix(), context.number()) < 0) {
            gone.put(context.id(), context);
        }
        return context;
    }

    /** The walk shows live contexts only, and of too many a part; one that is run under keeps its way up to the root. */
    private void addAncestors(Port port, String suffix, Object value) {
        Object above = port.parent(value);
        while (above != null && !choice.isFull(table)) {
            if (!port.fill(above, scratch) || scratchPlace(suffix) >= 0) {
                return;
            }
            leftOut().takeBack(scratch);
            if (put(scratch, suffix, copy(suffix)) < 0) {
                return;
            }
            above = port.parent(above);
        }
    }

    private void add(String suffix, ContextsByNumber copy, Choice.Keeping keeping) {
        if (copy.get(scratchNumbers[Port.ID]) >= 0) {
            return;
        }
        if (!choice.takes(scratch, table, copy, keeping)) {
            return;
        }
        int place = put(scratch, suffix, copy);
        if (place >= 0 && table.lost(place)) {
            lost.add(new SeenContext(table, place));
        }
    }

    /** What is in {@code row}, which is not in the picture yet; its place, or -1 where it is of no shape. */
    private int put(@Nullable Object[] row, String suffix, ContextsByNumber copy) {
        long parent = ((long[]) Objects.requireNonNull(row[ScratchRow.NUMBERS]))[Port.PARENT];
        int above = parent == 0 ? ContextTable.ROOT : copy.get(parent);
        int place = table.add(row, suffix, parent != 0 && above < 0 ? ContextTable.ELSEWHERE : above);
        if (place < 0) {
            return place;
        }
        copy.add(place);
        if (!tests.none()) {
            SeenTests.SeenTest test = tests.of("c" + table.number(place) + suffix);
            if (test != null) {
                table.test(place, test);
            }
        }
        return place;
    }

    private ContextsByNumber copy(String suffix) {
        ContextsByNumber copy = byNumber.get(suffix);
        if (copy == null) {
            copy = new ContextsByNumber(table, expected.getOrDefault(suffix, 0));
            byNumber.put(suffix, copy);
        }
        return copy;
    }

    private int scratchPlace(String suffix) {
        return place(suffix, scratchNumbers[Port.ID]);
    }

    /** What of this number is in the picture; -1 for nothing. */
    private int place(String suffix, long number) {
        ContextsByNumber copy = byNumber.get(suffix);
        return copy == null ? -1 : copy.get(number);
    }

    /** A context that was collected may be gone from the tree. */
    @Nullable
    SeenContext collected(String id) {
        for (SeenContext context : lost) {
            if (context.id().equals(id)) {
                return context;
            }
        }
        return gone.get(id);
    }

    /** Which tests these contexts belong to. */
    TestLineage tests() {
        return lineage;
    }

    /** How many there are, by place. */
    int size() {
        return table.size();
    }

    /** How many there are of each copy of the API, by what tells the copies apart. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        byNumber.forEach((suffix, copy) -> sizes.put(suffix, copy.size()));
        return sizes;
    }

    /** Each; one object that moves on, so keep none. */
    Iterable<SeenContext> all() {
        return () -> new Iterator<>() {
            private final SeenContext each = new SeenContext(table, -1);

            @Override
            public boolean hasNext() {
                return each.place() + 1 < table.size();
            }

            @Override
            public SeenContext next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                each.moveTo(each.place() + 1);
                return each;
            }
        };
    }

    /** What of this number is in the picture; negative for nothing. */
    int placeOf(long number, String suffix) {
        return place(suffix, number);
    }

    @Nullable
    SeenContext get(@Nullable String id) {
        if (id == null || !id.startsWith("c")) {
            return null;
        }
        int copy = id.indexOf('@');
        try {
            long number = Long.parseLong(id, 1, copy < 0 ? id.length() : copy, 10);
            int place = place(copy < 0 ? "" : id.substring(copy), number);
            return place < 0 ? null : new SeenContext(table, place);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** What it is derived from; null for a root, and where that is not in the picture. */
    @Nullable
    SeenContext parentOf(SeenContext context) {
        int above = context.isOf(table)
                ? above(context.place())
                : context.parentNumber() == 0 ? -1 : place(context.suffix(), context.parentNumber());
        return above < 0 ? null : new SeenContext(table, above);
    }

    /** The place of the parent of what is at {@code place}; negative for a root, and where that is not in the picture. */
    int above(int place) {
        int above = table.above(place);
        return above == ContextTable.ELSEWHERE ? place(table.suffix(place), table.parentNumber(place)) : above;
    }

    /** Whether what it is derived from is in the picture and done. */
    boolean isBelowDone(int place) {
        int above = above(place);
        return above >= 0 && table.doneNanos(above) != ScratchRow.NONE;
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
