package io.ctxagent.instrument.advice;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Waits;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around a call that declares InterruptedException and may not block at all: registered when it parks. */
public final class WaitAdvice {

    private WaitAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(
            @HookFamily Family family,
            @Advice.Origin("#t.#m") String call,
            @Advice.This(optional = true) @Nullable Object target)
            throws InterruptedException {
        return Waits.begin(family, call, target);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
        if (begun != null) {
            thrown = Waits.end(begun, thrown);
        }
    }
}
