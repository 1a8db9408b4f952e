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
        // Longer than a caller takes to leave, also one that has to wait for a processor.
        for (long until = System.nanoTime() + 200_000; System.nanoTime() < until; ) {
            Thread.yield();
        }
    }
}
