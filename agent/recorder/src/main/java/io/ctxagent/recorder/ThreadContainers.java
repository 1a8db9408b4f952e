package io.ctxagent.recorder;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code jdk.internal.vm.ThreadContainers} (JDK 21 to 25), the tree that {@code jcmd Thread.dump_to_file} prints: the root holds
 * threads started one by one, each executor has a container of its own, and so has each scope that a thread has opened.
 *
 * <p>Asked for the children of a container, the JDK makes a stream for each thread in it, in case that one has opened a scope: of a
 * hundred thousand that is a third of what a look throws away. So what it looks at is read here as well, the list of containers and the
 * head of each thread's scopes; where that is not to be had, the JDK is asked.
 */
final class ThreadContainers {

    private final Method root;
    private final Method children;
    private final Method threads;
    private final Class<?> container;

    /** The last three are there together. */
    private @Nullable Collection<?> registry;

    private @Nullable Field scopes;
    private @Nullable Field previous;

    /** @param quick false to ask the JDK for all */
    ThreadContainers(boolean quick) throws ReflectiveOperationException {
        Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
        container = Class.forName("jdk.internal.vm.ThreadContainer");
        root = open(containers.getMethod("root"));
        children = open(container.getMethod("children"));
        threads = open(container.getMethod("threads"));
        root.invoke(null);
        if (quick) {
            findLists(containers);
        }
    }

    private void findLists(Class<?> containers) {
        try {
            Field list = containers.getDeclaredField("CONTAINER_REGISTRY");
            Field head = Thread.class.getDeclaredField("headStackableScopes");
            Field below = Class.forName("jdk.internal.vm.StackableScope").getDeclaredField("previous");
            below.setAccessible(true);
            list.setAccessible(true);
            head.setAccessible(true);
            if (list.get(null) instanceof Collection<?> all) {
                registry = all;
                scopes = head;
                previous = below;
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            registry = null;
        }
    }

    private static Method open(Method method) {
        method.setAccessible(true);
        return method;
    }

    /** Whether it does without the JDK's streams. */
    boolean isQuick() {
        return registry != null;
    }

    /** Shows each thread of each container to {@code visitor}, platform threads too; weakly consistent. */
    void walk(Consumer<Thread> visitor) throws ReflectiveOperationException {
        Walk walk = new Walk(visitor);
        walk.open.add(root.invoke(null));
        if (registry != null) {
            for (Object each : registry) {
                if (each instanceof Reference<?> reference) {
                    walk.add(reference.get());
                }
            }
        }
        while (!walk.open.isEmpty()) {
            Object next = walk.open.remove(walk.open.size() - 1);
            if (threads.invoke(next) instanceof Stream<?> all) {
                all.forEach(walk);
            }
            if (registry == null && children.invoke(next) instanceof Stream<?> all) {
                all.forEach(walk::add);
            }
        }
    }

    /** One walk, and the containers that are still to do. */
    private final class Walk implements Consumer<Object> {

        final List<Object> open = new ArrayList<>();
        private final Consumer<Thread> visitor;

        Walk(Consumer<Thread> visitor) {
            this.visitor = visitor;
        }

        void add(@Nullable Object each) {
            if (container.isInstance(each)) {
                open.add(each);
            }
        }

        @Override
        public void accept(Object each) {
            if (each instanceof Thread thread) {
                visitor.accept(thread);
                Field head = scopes;
                Field below = previous;
                if (head != null && below != null) {
                    addScopes(thread, head, below);
                }
            }
        }

        private void addScopes(Thread owner, Field head, Field below) {
            try {
                for (Object scope = head.get(owner); scope != null; scope = below.get(scope)) {
                    add(scope);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
