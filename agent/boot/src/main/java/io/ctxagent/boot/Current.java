package io.ctxagent.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slot that holds the context of each thread. One {@link ThreadLocal} for the bridge and every copy of the API. */
public final class Current {

    /** Null where a thread runs under no context; never holds {@code background()}. */
    public static final ThreadLocal<Object> SLOT = slot();

    /** Whether a thread's slot is a field of its record: the bridge was there before the API. */
    static final boolean IN_RECORD = SLOT instanceof RecordSlot;

    /** What stands for the slot in the thread-locals of a thread, for whoever reads those of another one; see {@link #held}. */
    public static final ThreadLocal<?> HOLDER = IN_RECORD ? ThreadRecord.RECORDS : SLOT;

    /** The context that a thread was started under; read by the recorder, never changed afterwards. */
    public static final ThreadLocal<Object> ORIGIN = new ThreadLocal<>();

    private Current() {}

    private static ThreadLocal<Object> slot() {
        ThreadLocal<Object> adopted = Adoption.slot;
        return adopted != null ? adopted : new RecordSlot();
    }

    /** The context of the calling thread, or null. */
    public static @Nullable Object get() {
        return SLOT.get();
    }

    /** The context in {@code value}, which {@link #HOLDER} has for some thread; a moment old where that is another one. */
    public static @Nullable Object held(@Nullable Object value) {
        return value instanceof ThreadRecord ? ((ThreadRecord) value).slot : value;
    }

    /** The thread-local that holds {@code context} where it is the current one. */
    static ThreadLocal<Object> slotOf(Object context) {
        return SLOT instanceof Slots ? ((Slots) SLOT).of(context) : SLOT;
    }

    /** Set by the agent before {@link Current} is initialised, when the API was in the JVM first. */
    public static final class Adoption {

        static volatile @Nullable ThreadLocal<Object> slot;

        private Adoption() {}

        /**
         * Makes the slots of copies of the API that are there already the bridge's own.
         *
         * @param slots one for each copy, at least one
         * @param loaders theirs, in the same order
         */
        public static void adopt(List<ThreadLocal<Object>> slots, List<ClassLoader> loaders) {
            slot = slots.size() == 1 ? slots.get(0) : new Slots(slots, loaders);
        }
    }
}
