package io.ctxagent.recorder;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live platform threads. Asks the VM through {@code Thread.getThreads} (private, the same on 17 to 25), which takes no
 * lock; {@link ThreadGroup#enumerate(Thread[])} takes the group's monitor on 17, so it is only the second choice.
 */
final class PlatformThreads {

    private final @Nullable Method getThreads = find();

    private static @Nullable Method find() {
        try {
            Method method = Thread.class.getDeclaredMethod("getThreads");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    List<Thread> list() {
        if (getThreads != null) {
            try {
                if (getThreads.invoke(null) instanceof Thread[] threads) {
                    return Arrays.asList(threads);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                return enumerate();
            }
        }
        return enumerate();
    }

    private static List<Thread> enumerate() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] found = new Thread[root.activeCount() + 16];
        int count = root.enumerate(found, true);
        while (count == found.length) {
            found = new Thread[found.length * 2];
            count = root.enumerate(found, true);
        }
        return new ArrayList<>(Arrays.asList(found).subList(0, count));
    }
}
