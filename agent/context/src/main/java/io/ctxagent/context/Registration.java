package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Something that is to happen once when a context is done. */
abstract class Registration {

    private static final VarHandle CLAIMED;

    static {
        try {
            CLAIMED = MethodHandles.lookup().findVarHandle(Registration.class, "claimed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Guarded by the node's lock; after the node is done, by whoever cancelled it. */
    @Nullable
    Registration before;

    /** As {@link #before}. */
    @Nullable
    Registration after;

    @SuppressWarnings("unused") // through CLAIMED
    private volatile boolean claimed;

    /** True for the one that may run it or call it off. */
    final boolean claim() {
        return CLAIMED.compareAndSet(this, false, true);
    }

    /** Called without a lock by the thread that made the context done; may throw. Calls {@link #claim()} first. */
    abstract void fire(ContextException err);

    /** Whether it is to be called before the application's callbacks, which may take their time. */
    abstract boolean isOurs();

    /** Whether it runs code of the application on the calling thread. */
    boolean mayBlock() {
        return false;
    }
}
