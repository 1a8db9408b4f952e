package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: the waker says that it has interrupted before it does, so the caller does not wait for it.
 * Woven into a copy of the agent that the stress test has to find wrong.
 */
public final class TooSoon {

    private TooSoon() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This InterruptibleCall call) {
        call.fired();
        for (int left = 50; left > 0; left--) {
            Thread.onSpinWait();
        }
    }
}
