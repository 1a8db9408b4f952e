package io.ctxagent.boot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that has not started yet will run: {@code Thread.target} on JDK 17 and 18, {@code Thread.holder.task} from
 * 19 on. The agent opens {@code java.lang} to this module first.
 */
final class ThreadTargets {

    private static final @Nullable VarHandle HOLDER;
    private static final @Nullable VarHandle TASK;
    private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    static {
        VarHandle holder = null;
        VarHandle task = null;
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            if (Runtime.version().feature() < 19) {
                task = lookup.findVarHandle(Thread.class, "target", Runnable.class);
            } else {
                Class<?> type = Class.forName("java.lang.Thread$FieldHolder", false, null);
                holder = lookup.findVarHandle(Thread.class, "holder", type);
                task = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVarHandle(type, "task", Runnable.class);
            }
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            task = null;
        }
        HOLDER = holder;
        TASK = task;
    }

    private ThreadTargets() {}

    /**
     * Whether the JDK itself has made the thread for work of its own: a cleaner, an acceptor, a dispatcher. What
     * {@code java.util.concurrent} runs in it may be anybody's.
     */
    static boolean isJdks(Thread thread) {
        VarHandle task = TASK;
        if (task == null) {
            return false;
        }
        VarHandle holder = HOLDER;
        Object owner = holder == null ? thread : (Object) holder.get(thread);
        Object target = owner == null ? null : (Object) task.get(owner);
        if (target == null) {
            return false;
        }
        Class<?> type = target.getClass();
        ClassLoader loader = type.getClassLoader();
        return (loader == null || loader == PLATFORM)
                && !type.getName().startsWith("java.util.concurrent.")
                && !type.getName().startsWith("io.ctxagent.");
    }
}
