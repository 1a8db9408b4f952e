package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The context that a thread was started under, and where. Immutable. */
public final class ThreadStart {

    private final WeakReference<Object> context;
    private final Throwable place = new Throwable();

    ThreadStart(Object context) {
        this.context = new WeakReference<>(context);
    }

    /** Null when it is gone. */
    public @Nullable Object context() {
        return context.get();
    }

    /** The stack of whoever started it, the innermost frame first. */
    public StackTraceElement[] frames() {
        return place.getStackTrace();
    }
}
