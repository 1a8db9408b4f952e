package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that has not started yet will run: {@code Thread.target} on JDK 17, {@code Thread.holder.task} from 19 on
 * (read on 25). The agent opens {@code java.lang} to this module first.
 */
final class ThreadTask {

    private static final @Nullable MethodHandle TASK = find();

    private ThreadTask() {}

    private static @Nullable MethodHandle find() {
        try {
            return getter("java.lang.Thread", "target", Runnable.class, Thread.class);
        } catch (ReflectiveOperationException before19) {
            try {
                Class<?> holder = Class.forName("java.lang.Thread$FieldHolder", false, null);
                MethodHandle task = getter("java.lang.Thread$FieldHolder", "task", Runnable.class, Object.class);
                MethodHandle held = getter("java.lang.Thread", "holder", holder, Thread.class)
                        .asType(MethodType.methodType(Object.class, Thread.class));
                return MethodHandles.filterReturnValue(held, task);
            } catch (ReflectiveOperationException moved) {
                return null;
            }
        }
    }

    private static MethodHandle getter(String owner, String field, Class<?> type, Class<?> as)
            throws ReflectiveOperationException {
        Class<?> in = Class.forName(owner, false, null);
        return MethodHandles.privateLookupIn(in, MethodHandles.lookup())
                .findGetter(in, field, type)
                .asType(MethodType.methodType(type, as));
    }

    /** The task of a platform thread; null for none, for a thread that overrides {@code run}, and where it is not known. */
    static @Nullable Runnable of(Thread thread) throws Throwable {
        MethodHandle task = TASK;
        return task == null ? null : (Runnable) task.invokeExact(thread);
    }
}
