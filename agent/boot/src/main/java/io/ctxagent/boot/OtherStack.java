package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The frames of another thread, the innermost first. From JDK 19 on {@code Thread.getStackTrace} gives no more of them than an
 * exception has, 1024 by default, unless a virtual thread has left its carrier; read and tried on 25. A dump of threads is not
 * cut, but stops all threads and knows no virtual ones.
 */
final class OtherStack {

    private static final boolean CUT = Runtime.version().feature() >= 19;

    private OtherStack() {}

    /**
     * All frames of {@code thread}; null where they cannot be had: of a virtual thread that is deep, and runs or is pinned.
     */
    static StackTraceElement @Nullable [] frames(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return !CUT || OwnStack.whole(frames) ? frames : Dump.of(thread);
    }

    /** {@code Thread.dumpThreads}, private on JDK 17 to 25. Looked for when a stack is first found to be cut. */
    private static final class Dump {

        private static final @Nullable MethodHandle DUMP = find();

        private Dump() {}

        private static @Nullable MethodHandle find() {
            try {
                return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                        .findStatic(
                                Thread.class,
                                "dumpThreads",
                                MethodType.methodType(StackTraceElement[][].class, Thread[].class));
            } catch (ReflectiveOperationException moved) {
                return null;
            }
        }

        static StackTraceElement @Nullable [] of(Thread thread) {
            MethodHandle dump = DUMP;
            if (dump == null) {
                return null;
            }
            try {
                @Nullable
                StackTraceElement[][] stacks = (StackTraceElement[][]) dump.invokeExact(new Thread[] {thread});
                return stacks[0];
            } catch (Throwable unknown) {
                return null;
            }
        }
    }
}
