package io.ctxagent.instrument.family;

import io.ctxagent.boot.Futures;
import io.ctxagent.instrument.callsite.ConstantPool;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Futures of libraries and of the application, Guava's {@code AbstractFuture} before all others, and copies of it that somebody has
 * moved. Family {@code future}: many wait in a bare park, which nothing may be thrown from, so their {@code get} is what is
 * hooked, and woken by an interrupt.
 */
public final class UserFutures {

    /** The methods, where they declare InterruptedException. */
    public static final Set<String> METHODS = Set.of("get");

    private UserFutures() {}

    /** Whether a class with these constants, InterruptedException among them, may be one. Generous, because the advice looks at the object. */
    public static boolean concerns(ConstantPool pool) {
        return pool.contains("java/util/concurrent/ExecutionException")
                && pool.contains("Exceptions")
                && pool.contains("get");
    }

    /** Put into each such method. */
    public static final class FutureAdvice {

        private FutureAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String call, @Advice.This Object future)
                throws InterruptedException {
            return Futures.get(call, future);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Futures.exit(thrown);
            }
        }
    }
}
