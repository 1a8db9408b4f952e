package io.ctxagent.boot;

import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** The hooks of the application's own queues: outermost, so what they wait on inside has their name and is woken for them. */
public final class Queues {

    private Queues() {}

    /** On entry; fails fast when the context is done. True when {@link #exit} must follow. */
    public static boolean enter(String call, Object target) throws InterruptedException {
        Object context = Current.SLOT.get();
        // The weaver lets classes through that merely speak of queues.
        return context != null && target instanceof BlockingQueue && Waits.enter(Family.QUEUE, call, target);
    }

    /** On the way out. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
