package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a call is told that it was woken before it is, so it does not wait for that. Woven into a copy of the
 * agent that the stress test has to find wrong.
 */
public final class SaysSoFirst {

    private SaysSoFirst() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This WakeableCall call) {
        call.fired();
    }
}
