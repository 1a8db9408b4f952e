package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The virtual threads that the JVM lists. JDK 17 has neither threads nor lists. */
final class VirtualThreads {

    private final @Nullable Class<?> type = find("java.lang.BaseVirtualThread");
    private final @Nullable ThreadContainers containers;

    VirtualThreads() {
        this(true);
    }

    /** @param quick false to ask the JDK for all */
    VirtualThreads(boolean quick) {
        containers = type == null ? null : open(quick);
    }

    private static @Nullable ThreadContainers open(boolean quick) {
        try {
            return new ThreadContainers(quick);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Whether {@code thread} is virtual; false for each one on 17. */
    boolean isVirtual(Thread thread) {
        return type != null && type.isInstance(thread);
    }

    /** Each virtual thread that the JVM lists, and those that it does not and the agent has seen start; weakly consistent. */
    List<Thread> list(Faults faults) {
        List<Thread> found = new PartedList<>();
        found.addAll(ThreadMakers.unlisted());
        if (type == null) {
            return found;
        }
        if (containers == null) {
            faults.missing("jdk.internal.vm.ThreadContainers");
            return found;
        }
        // An executor of its own lists its threads also where the JVM does not.
        Set<Thread> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(found);
        try {
            containers.walk(thread -> {
                if (isVirtual(thread) && !known.contains(thread)) {
                    found.add(thread);
                }
            });
        } catch (ReflectiveOperationException | RuntimeException e) {
            faults.failed("jdk.internal.vm.ThreadContainers");
        }
        return found;
    }
}
