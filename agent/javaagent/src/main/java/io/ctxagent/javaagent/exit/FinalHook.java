package io.ctxagent.javaagent.exit;

import java.lang.reflect.Method;

/**
 * A shutdown hook that runs after the application's own have ended. {@code Runtime.addShutdownHook} starts all hooks at once;
 * behind it, {@code java.lang.Shutdown} has ten slots that run one after the other: 0 restores the console, 1 runs
 * the application's hooks and waits for them, 2 deletes files. Reached through {@code JavaLangAccess.registerShutdownHook},
 * the same on JDK 17, 21 and 25.
 */
final class FinalHook {

    private static final int SLOT = 7;

    private FinalHook() {}

    /** Registers {@code hook}; false when this JVM has no such way. */
    static boolean register(Runnable hook) {
        try {
            Object access = Class.forName("jdk.internal.access.SharedSecrets")
                    .getMethod("getJavaLangAccess")
                    .invoke(null);
            Method register = Class.forName("jdk.internal.access.JavaLangAccess")
                    .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
            register.invoke(access, SLOT, false, hook);
            return true;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return false;
        }
    }
}
