package io.ctxagent.instrument.family;

import io.ctxagent.boot.Queues;
import io.ctxagent.instrument.callsite.ConstantPool;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Queues that the application wrote itself. Family {@code queue}: fail fast and the exact name come from the advice, the wake
 * from whatever the queue waits on inside, a JDK queue, a condition or {@code Object.wait}, which stays silent below it.
 */
public final class UserQueues {

    /** The methods, where they declare InterruptedException. */
    public static final Set<String> METHODS = Set.of(
            "take",
            "put",
            "offer",
            "poll",
            "transfer",
            "tryTransfer",
            "takeFirst",
            "takeLast",
            "putFirst",
            "putLast",
            "offerFirst",
            "offerLast",
            "pollFirst",
            "pollLast");

    private UserQueues() {}

    /**
     * Whether a class with these constants, InterruptedException among them, may be one. Generous, because the advice looks at the object: a class below an
     * abstract queue of the application's own need not name the interface, but has a {@code take} that declares to throw.
     */
    public static boolean concerns(ConstantPool pool) {
        return pool.contains("Exceptions") && (pool.contains("take") || (pool.contains("put") && namesQueue(pool)));
    }

    private static boolean namesQueue(ConstantPool pool) {
        return pool.contains("java/util/concurrent/BlockingQueue")
                || pool.contains("java/util/concurrent/BlockingDeque")
                || pool.contains("java/util/concurrent/TransferQueue");
    }

    /** Put into each such method. */
    public static final class QueueAdvice {

        private QueueAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String call, @Advice.This Object queue)
                throws InterruptedException {
            return Queues.enter(call, queue);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Queues.exit(thrown);
            }
        }
    }
}
