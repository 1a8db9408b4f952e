package io.ctxagent.instrument.advice;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Waits;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around a call that declares InterruptedException and always blocks: registered at once. */
public final class BlockingWaitAdvice {

    private BlockingWaitAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(
            @HookFamily Family family,
            @Advice.Origin("#t.#m") String call,
            @Advice.This(optional = true) @Nullable Object target)
            throws InterruptedException {
        return Waits.beginBlocking(family, call, target);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
        if (begun != null) {
            thrown = Waits.end(begun, thrown);
        }
    }
}
