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
import java.util.Collection;
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

    /** Of more virtual threads the stacks are not read unless a rule asks, but for a sample. */
    private static final int STACKS_OF_VIRTUAL_THREADS = 5_000;

    /** Enough to tell what most of a crowd do; each costs some kilobytes and tens of microseconds. */
    private static final int SAMPLE = 500;

    private static final StackTraceElement[] NO_FRAMES = {};

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

    /** How many contexts there were the last time; a guess at how many there will be. */
    private volatile Map<String, Integer> contextsBefore = Map.of();

    private final Room room;

    Observer(RecorderSettings settings) {
        this(settings, Room.usual());
    }

    /** @param room how many contexts a look keeps */
    Observer(RecorderSettings settings, Room room) {
        this.settings = settings;
        this.room = room;
    }

    /** How the copies of the API are told apart in ids. */
    PortNumbers numbers() {
        return numbers;
    }

    Observation look(long graceNanos, boolean atExit) {
        Faults faults = new Faults();
        UnreadRoles unread = new UnreadRoles();
        Sightings sightings = sightings(unread, faults);
        ContextTree tree = new ContextTree(numbers, tests, faults, contextsBefore, room, atExit);
        tree.walk();
        tree.leftOut().addUnowned(sightings.passedOver(), sightings.usersPassedOver());
        List<SeenThread> threads = new PartedList<>();
        int stacks = virtual(sightings) > STACKS_OF_VIRTUAL_THREADS ? SAMPLE : STACKS_OF_VIRTUAL_THREADS;
        int virtual = 0;
        for (int i = 0; i < sightings.size(); i++) {
            virtual += virtualThreads.isVirtual(sightings.thread(i)) ? 1 : 0;
            SeenThread thread = describe(sightings, i, tree, unread, virtual <= stacks);
            if (thread != null) {
                threads.add(thread);
            }
        }
        contextsBefore = tree.sizes();
        return new Observation(
                System.nanoTime(), graceNanos, atExit, tree, threads, settings, hooks(faults), dropped(faults), faults);
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
        ContextTree tree = new ContextTree(numbers, tests, faults, Map.of(), room, false);
        tree.walk();
        Leftovers leftovers = new Leftovers(tree, test);
        if (leftovers.contexts() || tree.leftOut().any()) {
            return true; // what was not kept may be the test's
        }
        ThreadLocal<?>[] slots = slots(List.of(Current.ORIGIN));
        List<Thread> threads = new ArrayList<>(platformThreads.list());
        if (ThreadMakers.anyVirtual() || settings.attached()) {
            threads.addAll(virtualThreads.list(faults));
        }
        @Nullable Object[] values = new @Nullable Object[slots.length];
        for (Thread thread : threads) {
            threadSlots.read(thread, slots, values, faults);
            if (leftovers.thread(thread, values)) {
                return true;
            }
        }
        return false;
    }

    private int virtual(Sightings sightings) {
        int count = 0;
        for (int i = 0; i < sightings.size(); i++) {
            count += virtualThreads.isVirtual(sightings.thread(i)) ? 1 : 0;
        }
        return count;
    }

    private Sightings sightings(UnreadRoles unread, Faults faults) {
        ThreadLocal<?>[] slots = slots(List.of(Current.ORIGIN, EndedCalls.NOTES, LostHandOver.NOTES));
        @Nullable Object[] values = new @Nullable Object[slots.length];
        int calls = BlockedCall.active().size();
        List<Thread> platform = platformThreads.list();
        List<Thread> virtual = virtualThreads.list(faults);
        Sightings sightings = new Sightings();
        int seen = 0;
        for (int i = 0; i < platform.size() + virtual.size(); i++) {
            Thread thread = i < platform.size() ? platform.get(i) : virtual.get(i - platform.size());
            threadSlots.read(thread, slots, values, faults);
            BlockedCall call = BlockedCall.of(thread);
            seen += call == null ? 0 : 1;
            if (i >= platform.size() && sightings.size() >= room.listed() && call == null && isEmpty(thread, values)) {
                passOver(thread, unread, sightings);
            } else {
                add(thread, call, values, sightings);
            }
        }
        if (seen < calls) {
            for (BlockedCall call : unlisted(sightings)) {
                threadSlots.read(call.thread(), slots, values, faults);
                add(call.thread(), call, values, sightings);
            }
        }
        return sightings;
    }

    /** Calls of threads that nobody has listed. Mostly there are none: a call has ended since they were counted. */
    private static Collection<BlockedCall> unlisted(Sightings sightings) {
        Map<Thread, BlockedCall> calls = new IdentityHashMap<>();
        for (BlockedCall call : BlockedCall.active()) {
            calls.put(call.thread(), call);
        }
        for (int i = 0; i < sightings.size(); i++) {
            calls.remove(sightings.thread(i));
        }
        return calls.values();
    }

    private static boolean isEmpty(Thread thread, @Nullable Object[] values) {
        for (Object value : values) {
            if (value != null) {
                return false;
            }
        }
        return Tests.start(thread) == null;
    }

    private static void passOver(Thread virtual, UnreadRoles unread, Sightings sightings) {
        try {
            Thread.State state = virtual.getState();
            if (state != Thread.State.TERMINATED && state != Thread.State.NEW) {
                sightings.passOver(unread.of(virtual, false) == ThreadRole.USER);
            }
        } catch (RuntimeException | LinkageError e) {
            // A thread class of the application's may override what we ask it.
        }
    }

    private static void add(Thread thread, @Nullable BlockedCall call, @Nullable Object[] values, Sightings sightings) {
        Object context = call == null ? null : call.context();
        for (int i = CONTEXTS; i < values.length && context == null; i++) {
            context = values[i];
        }
        ThreadStart start = Tests.start(thread);
        boolean noted = start != null || values[ENDS] != null || values[LOSS] != null;
        Sightings.Notes notes = noted ? new Sightings.Notes(start, values[ENDS], values[LOSS]) : null;
        sightings.add(thread, call, context, values[ORIGIN], notes);
    }

    /** These, then those of contexts: the bridge's, and those of copies loaded before a late attach. */
    private static ThreadLocal<?>[] slots(List<ThreadLocal<?>> first) {
        Set<ThreadLocal<?>> slots = new LinkedHashSet<>(first);
        slots.add(Current.HOLDER);
        for (Port port : Ports.all()) {
            ThreadLocal<Object> own = port.slot();
            if (own != null && own != Current.SLOT) {
                slots.add(own);
            }
        }
        return slots.toArray(new ThreadLocal<?>[0]);
    }

    private @Nullable SeenThread describe(
            Sightings sightings, int which, ContextTree tree, UnreadRoles unread, boolean withStack) {
        Thread thread = sightings.thread(which);
        try {
            Thread.State state = thread.getState();
            if (state == Thread.State.TERMINATED || state == Thread.State.NEW) {
                return null;
            }
            SeenContext context = tree.resolve(sightings.context(which));
            boolean noRoom = tree.refused();
            List<String> keys = tree.layerKeys();
            SeenContext origin = tree.resolve(sightings.origin(which));
            BlockedCall registered = sightings.call(which);
            boolean virtual = virtualThreads.isVirtual(thread);
            if (noRoom) {
                // It would be shown as one without a context, and accused of it.
                tree.leftOut().addThread(unread.of(thread, true) == ThreadRole.USER, virtual, registered != null);
                return null;
            }
            boolean onlyStackTells = !virtual || (context != null && registered == null);
            StackReading stack = withStack || onlyStackTells
                    ? new StackReading(
                            settings.earlier().mend(thread, thread.getStackTrace()),
                            state,
                            SeenThread.isStatement(registered))
                    : null;
            ThreadRole role =
                    stack == null ? unread.of(thread, context != null) : ThreadRoles.of(thread, stack, context != null);
            SeenThread.Rest rest = null;
            Sightings.Notes notes = sightings.notes(which);
            if (notes != null) {
                stack = stack != null ? stack : StackReading.later(thread, state, SeenThread.isStatement(registered));
                rest = rest(notes, stack, tree);
            }
            SeenThread seen = new SeenThread(thread, virtual, state, context, origin, role, registered, stack, rest);
            if (context != null) {
                tree.addThread(context, seen.id(), keys);
            }
            return seen;
        } catch (RuntimeException | LinkageError e) {
            // A thread class of the application's may override what we ask it.
            return null;
        }
    }

    private static SeenThread.Rest rest(Sightings.Notes notes, StackReading stack, ContextTree tree) {
        ThreadStart start = notes.start();
        return new SeenThread.Rest(
                tree.resolve(start == null ? null : start.context()),
                start == null ? NO_FRAMES : start.frames(),
                SeenEnds.of(notes.ends(), tree),
                SeenLoss.of(notes.loss(), stack, tree));
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
