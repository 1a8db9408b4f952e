package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * {@code sun.nio.ch.NativeThread}: a signal that makes a system call return EINTR, upon which the JDK's socket code looks
 * around and goes on. Public static {@code current()} and {@code signal(long)} on JDK 17, 21 and 25; the agent exports the
 * package to this module first.
 */
final class NativeThreads {

    private static final @Nullable MethodHandle CURRENT = find("current", MethodType.methodType(long.class));
    private static final @Nullable MethodHandle SIGNAL = find("signal", MethodType.methodType(void.class, long.class));

    /** Private and of JDK 21 and later, where {@code current()} hides the thread below a virtual one. */
    private static final @Nullable MethodHandle CARRIER = findPrivate("current0");

    private NativeThreads() {}

    private static @Nullable MethodHandle find(String name, MethodType type) {
        try {
            Class<?> owner = Class.forName("sun.nio.ch.NativeThread", true, null);
            return MethodHandles.lookup().findStatic(owner, name, type);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static @Nullable MethodHandle findPrivate(String name) {
        try {
            Class<?> owner = Class.forName("sun.nio.ch.NativeThread", true, null);
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findStatic(owner, name, MethodType.methodType(long.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return CURRENT;
        }
    }

    static boolean available() {
        return CURRENT != null && SIGNAL != null;
    }

    /** The calling thread as the signal takes it; 0 where that is unknown, -1 for a virtual thread. */
    static long current() throws Throwable {
        MethodHandle handle = CURRENT;
        return handle == null ? 0 : (long) handle.invokeExact();
    }

    /** The native thread that runs the calling thread now, be it virtual; not above 0 where that is unknown. */
    static long carrier() throws Throwable {
        MethodHandle handle = CARRIER;
        return handle == null ? 0 : (long) handle.invokeExact();
    }

    /** Signals a thread that is known to be alive. */
    static void signal(long thread) throws Throwable {
        MethodHandle handle = SIGNAL;
        if (handle != null) {
            handle.invokeExact(thread);
        }
    }
}
