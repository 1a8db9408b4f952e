package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
import io.ctxagent.boot.Current;
import io.ctxagent.boot.EndedCalls;
import io.ctxagent.boot.LostHandOver;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import io.ctxagent.boot.TestRun;
import io.ctxagent.boot.Tests;
import io.ctxagent.boot.ThreadMakers;
import io.ctxagent.boot.ThreadStart;
import io.ctxagent.model.HookInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the JVM once. Threads first, then the tree, so that a context that a thread was seen under is either still
 * live when the tree is walked or found through the thread. Thread-safe.
 */
final class Observer {

    /** Of more virtual threads the stacks are not read unless a rule asks. */
    private static final int STACKS_OF_VIRTUAL_THREADS = 5_000;

    private static final StackTraceElement[] NO_FRAMES = {};

    private static final StackReading NOT_LOOKED_AT = new StackReading(NO_FRAMES, Thread.State.RUNNABLE);

    private static final int ORIGIN = 0;
    private static final int ENDS = 1;
    private static final int LOSS = 2;
    private static final int CONTEXTS = 3;

    private final RecorderSettings settings;
    private final PortNumbers numbers = new PortNumbers();
    private final SeenTests tests = new SeenTests();
    private final PlatformThreads platformThreads = new PlatformThreads();
    private final VirtualThreads virtualThreads = new VirtualThreads();
    private final ThreadSlots threadSlots = new ThreadSlots();

    /** A thread, and the raw objects that it leads to. */
    private record Sighting(
            Thread thread,
            boolean virtual,
            @Nullable BlockedCall call,
            @Nullable Object context,
            @Nullable Object origin,
            @Nullable ThreadStart start,
            @Nullable Object ends,
            @Nullable Object loss) {}

    Observer(RecorderSettings settings) {
        this.settings = settings;
    }

    /** How the copies of the API are told apart in ids. */
    PortNumbers numbers() {
        return numbers;
    }

    Observation look(long graceNanos, boolean atExit) {
        Faults faults = new Faults();
        List<Sighting> sightings = sightings(faults);
        ContextTree tree = new ContextTree(numbers, tests, faults);
        tree.walk();
        List<SeenThread> threads = new ArrayList<>(sightings.size());
        int virtual = 0;
        for (Sighting sighting : sightings) {
            if (sighting.virtual) {
                virtual++;
            }
            SeenThread thread = describe(sighting, tree, virtual <= STACKS_OF_VIRTUAL_THREADS);
            if (thread != null) {
                threads.add(thread);
            }
        }
        long now = System.nanoTime();
        return new Observation(
                now, graceNanos, atExit, tree, threads, settings, hooks(faults), dropped(faults), faults);
    }

    /** The id of its context; null where the API does not tell. From here on what leads to it is seen in that test. */
    @Nullable
    String enrol(TestRun test) {
        return tests.enrol(test, numbers);
    }

    /**
     * Whether anything is left of a test that a rule could name.
     *
     * @param test the id of its context
     */
    boolean anythingLeft(String test) {
        Faults faults = new Faults();
        ContextTree tree = new ContextTree(numbers, tests, faults);
        tree.walk();
        Leftovers leftovers = new Leftovers(tree, test);
        if (leftovers.contexts()) {
            return true;
        }
        ThreadLocal<?>[] slots = slots(List.of(Current.ORIGIN));
        List<Thread> threads = new ArrayList<>(platformThreads.list());
        if (ThreadMakers.anyVirtual() || settings.attached()) {
            threads.addAll(virtualThreads.list(faults));
        }
        for (Thread thread : threads) {
            if (leftovers.thread(thread, threadSlots.read(thread, slots, faults))) {
                return true;
            }
        }
        return false;
    }

    private List<Sighting> sightings(Faults faults) {
        Map<Thread, BlockedCall> calls = new IdentityHashMap<>();
        for (BlockedCall call : BlockedCall.active()) {
            calls.put(call.thread(), call);
        }
        List<List<Thread>> sources =
                List.of(platformThreads.list(), virtualThreads.list(faults), List.copyOf(calls.keySet()));
        // Most of those in a call are in one of the others, too.
        int most = sources.get(0).size() + sources.get(1).size();
        Set<Thread> all = Collections.newSetFromMap(new IdentityHashMap<>(most));
        List<Thread> ordered = new ArrayList<>(most);
        for (List<Thread> source : sources) {
            for (Thread thread : source) {
                if (all.add(thread)) {
                    ordered.add(thread);
                }
            }
        }
        ThreadLocal<?>[] slots = slots(List.of(Current.ORIGIN, EndedCalls.NOTES, LostHandOver.NOTES));
        List<Sighting> sightings = new ArrayList<>(ordered.size());
        for (Thread thread : ordered) {
            BlockedCall call = calls.get(thread);
            @Nullable Object[] values = threadSlots.read(thread, slots, faults);
            Object context = call == null ? null : call.context();
            for (int i = CONTEXTS; i < values.length && context == null; i++) {
                context = values[i];
            }
            sightings.add(new Sighting(
                    thread,
                    virtualThreads.isVirtual(thread),
                    call,
                    context,
                    values[ORIGIN],
                    Tests.start(thread),
                    values[ENDS],
                    values[LOSS]));
        }
        return sightings;
    }

    /** These, then those of contexts: the bridge's, and those of copies loaded before a late attach. */
    private static ThreadLocal<?>[] slots(List<ThreadLocal<?>> first) {
        Set<ThreadLocal<?>> slots = new LinkedHashSet<>(first);
        slots.add(Current.SLOT);
        for (Port port : Ports.all()) {
            ThreadLocal<Object> own = port.slot();
            if (own != null) {
                slots.add(own);
            }
        }
        return slots.toArray(new ThreadLocal<?>[0]);
    }

    private @Nullable SeenThread describe(Sighting sighting, ContextTree tree, boolean withStack) {
        Thread thread = sighting.thread;
        try {
            Thread.State state = thread.getState();
            if (state == Thread.State.TERMINATED || state == Thread.State.NEW) {
                return null;
            }
            ContextTree.Layer layer = tree.resolve(sighting.context);
            ContextTree.Layer origin = tree.resolve(sighting.origin);
            ContextTree.Layer starter = tree.resolve(sighting.start == null ? null : sighting.start.context());
            BlockedCall registered = sighting.call;
            boolean statement = registered != null && registered.family().equals("jdbc");
            boolean onlyStackTells = !sighting.virtual || (layer != null && registered == null);
            StackReading stack = withStack || onlyStackTells
                    ? new StackReading(thread.getStackTrace(), state, statement)
                    : StackReading.later(thread, state, statement);
            ThreadRole role = ThreadRoles.of(thread, stack.isRead() ? stack : NOT_LOOKED_AT, layer != null);
            SeenCall onStack = stack.isRead() ? stack.call() : null;
            SeenCall call = registered != null
                    ? SeenCall.registered(registered, onStack)
                    : role == ThreadRole.USER ? onStack : null;
            long id = ThreadIds.of(thread);
            if (layer != null) {
                layer.context().addThread(id, layer.keys());
            }
            return new SeenThread(
                    thread,
                    id,
                    thread.getName(),
                    sighting.virtual,
                    thread.isDaemon(),
                    state,
                    layer == null ? null : layer.context(),
                    origin == null ? null : origin.context(),
                    starter == null ? null : starter.context(),
                    sighting.start == null ? NO_FRAMES : sighting.start.frames(),
                    role,
                    call,
                    stack,
                    SeenEnds.of(sighting.ends, tree),
                    SeenLoss.of(sighting.loss, stack, tree));
        } catch (RuntimeException | LinkageError e) {
            // A thread class of the application's may override what we ask it.
            return null;
        }
    }

    private List<HookInfo> hooks(Faults faults) {
        try {
            return settings.hooks().get();
        } catch (RuntimeException | LinkageError e) {
            faults.failed("hooks");
            return List.of();
        }
    }

    private long dropped(Faults faults) {
        try {
            return settings.droppedEvents().getAsLong();
        } catch (RuntimeException | LinkageError e) {
            faults.failed("droppedEvents");
            return 0;
        }
    }
}
