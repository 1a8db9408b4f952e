package io.ctxagent.context;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The context that each thread runs under. */
final class Ambient {

    /**
     * Null for none; never holds {@code background()}. With the agent it is the same object in each copy of this library,
     * so it may hold another copy's context.
     */
    static final ThreadLocal<Object> SLOT = AgentPort.slot();

    private Ambient() {}

    static Context current() {
        return SLOT.get() instanceof Context context ? context : Roots.BACKGROUND;
    }

    static void run(Layer context, Runnable task) {
        Object before = enter(context);
        try {
            task.run();
        } finally {
            SLOT.set(before);
        }
    }

    static <T> T call(Layer context, Callable<T> task) throws Exception {
        Object before = enter(context);
        try {
            return task.call();
        } finally {
            SLOT.set(before);
        }
    }

    /** Sets the context of the calling thread, null for none, and gives back what was there. */
    static @Nullable Object enter(@Nullable Layer context) {
        Object before = SLOT.get();
        SLOT.set(context == Roots.BACKGROUND ? null : context);
        return before;
    }

    static void restore(@Nullable Object before) {
        SLOT.set(before);
    }
}
