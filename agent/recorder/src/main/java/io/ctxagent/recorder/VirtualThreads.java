package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that the JVM lists. Walks {@code jdk.internal.vm.ThreadContainers} (JDK 21 to 25), the tree that
 * {@code jcmd Thread.dump_to_file} prints: the root holds threads started one by one, each executor has a container of
 * its own. JDK 17 has neither.
 */
final class VirtualThreads {

    private final @Nullable Class<?> type = find("java.lang.BaseVirtualThread");
    private @Nullable Method root;
    private @Nullable Method children;
    private @Nullable Method threads;

    VirtualThreads() {
        if (type == null) {
            return;
        }
        try {
            Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
            Method rootOf = Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root");
            Method childrenOf = container.getMethod("children");
            Method threadsOf = container.getMethod("threads");
            rootOf.setAccessible(true);
            childrenOf.setAccessible(true);
            threadsOf.setAccessible(true);
            rootOf.invoke(null);
            root = rootOf;
            children = childrenOf;
            threads = threadsOf;
        } catch (ReflectiveOperationException | RuntimeException e) {
            root = null;
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
        List<Thread> found = new ArrayList<>(ThreadMakers.unlisted());
        if (type == null) {
            return found;
        }
        if (root == null || children == null || threads == null) {
            faults.missing("jdk.internal.vm.ThreadContainers");
            return found;
        }
        // An executor of its own lists its threads also where the JVM does not.
        Set<Thread> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(found);
        try {
            Deque<Object> open = new ArrayDeque<>();
            open.push(root.invoke(null));
            while (!open.isEmpty()) {
                Object container = open.pop();
                if (threads.invoke(container) instanceof Stream<?> all) {
                    all.forEach(thread -> {
                        if (thread instanceof Thread one && isVirtual(one) && !known.contains(one)) {
                            found.add(one);
                        }
                    });
                }
                if (children.invoke(container) instanceof Stream<?> all) {
                    all.forEach(open::push);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            faults.failed("jdk.internal.vm.ThreadContainers");
        }
        return found;
    }
}
