package io.ctxagent.recorder;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Ids of threads: {@code threadId()}, which is final but not in 17, or else {@code getId()}. */
final class ThreadIds {

    private static final MethodHandle ID = find();

    private ThreadIds() {}

    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodType type = MethodType.methodType(long.class);
        try {
            return lookup.findVirtual(Thread.class, "threadId", type);
        } catch (ReflectiveOperationException e) {
            try {
                return lookup.findVirtual(Thread.class, "getId", type);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is not in 17
    static long of(Thread thread) {
        try {
            return (long) ID.invokeExact(thread);
        } catch (Throwable e) {
            return thread.getId();
        }
    }
}
