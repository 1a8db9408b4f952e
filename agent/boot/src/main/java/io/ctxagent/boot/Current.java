package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The slot that holds the context of each thread. One {@link ThreadLocal} for the bridge and every copy of the API. */
public final class Current {

    /** Null where a thread runs under no context; never holds {@code background()}. */
    public static final ThreadLocal<Object> SLOT = slot();

    /** The context that a thread was started under; read by the recorder, never changed afterwards. */
    public static final ThreadLocal<Object> ORIGIN = new ThreadLocal<>();

    private Current() {}

    private static ThreadLocal<Object> slot() {
        ThreadLocal<Object> adopted = Adoption.slot;
        return adopted != null ? adopted : new ThreadLocal<>();
    }

    /** The context of the calling thread, or null. */
    public static @Nullable Object get() {
        return SLOT.get();
    }

    /** Set by the agent before {@link Current} is initialised, when the API was in the JVM first. */
    public static final class Adoption {

        /** The API's own slot; null where the bridge is first and makes one. */
        public static volatile @Nullable ThreadLocal<Object> slot;

        private Adoption() {}
    }
}
