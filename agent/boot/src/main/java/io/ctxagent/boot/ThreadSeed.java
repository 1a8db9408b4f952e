package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * Gives a thread that has not started yet its first thread-locals, as the JDK does for inheritable ones: no wrapper, no
 * table, and nothing to clean up, because the JDK drops them when the thread ends. Uses {@code Thread.threadLocals} and
 * {@code ThreadLocal.ThreadLocalMap} as they are on JDK 17, 21 and 25; the agent opens {@code java.lang} to this module first.
 */
final class ThreadSeed {

    private static final VarHandle THREAD_LOCALS;
    private static final MethodHandle NEW_MAP;
    private static final MethodHandle SET;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap", false, null);
            MethodHandles.Lookup inMap = MethodHandles.privateLookupIn(map, MethodHandles.lookup());
            THREAD_LOCALS = lookup.findVarHandle(Thread.class, "threadLocals", map);
            NEW_MAP = inMap.findConstructor(map, MethodType.methodType(void.class, ThreadLocal.class, Object.class))
                    .asType(MethodType.methodType(Object.class, ThreadLocal.class, Object.class));
            SET = inMap.findVirtual(map, "set", MethodType.methodType(void.class, ThreadLocal.class, Object.class))
                    .asType(MethodType.methodType(void.class, Object.class, ThreadLocal.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ThreadSeed() {}

    /** Puts {@code context} into the slots of {@code thread}, which must not have run yet. */
    static void plant(Thread thread, Object context) throws Throwable {
        if (thread.getState() != Thread.State.NEW || THREAD_LOCALS.get(thread) != null) {
            return;
        }
        Object map = Current.IN_RECORD
                ? (Object) NEW_MAP.invokeExact(
                        (ThreadLocal<?>) ThreadRecord.RECORDS, (Object) ThreadRecord.startingUnder(thread, context))
                : (Object) NEW_MAP.invokeExact((ThreadLocal<?>) Current.slotOf(context), context);
        SET.invokeExact(map, (ThreadLocal<?>) Current.ORIGIN, context);
        THREAD_LOCALS.set(thread, map);
    }
}
