package io.ctxagent.javaagent.exit;

import io.ctxagent.boot.FinalAction;
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

    /** Registers {@code hook}; false when this JVM has no such way, or something else has the slot. */
    static boolean register(Runnable hook) {
        FinalAction.action = hook;
        FinalAction.registered = FinalAction.registered || occupySlot();
        return FinalAction.registered;
    }

    /** Takes the hook out; the slot stays with an action that does nothing. */
    static void remove() {
        FinalAction.action = null;
    }

    private static boolean occupySlot() {
        try {
            Object access = Class.forName("jdk.internal.access.SharedSecrets")
                    .getMethod("getJavaLangAccess")
                    .invoke(null);
            Method register = Class.forName("jdk.internal.access.JavaLangAccess")
                    .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
            register.invoke(access, SLOT, false, new FinalAction());
            return true;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return false;
        }
    }
}
