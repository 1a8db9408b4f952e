package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a channel is closed from outside at once, and not only when its call does not come out. Woven into a
 * copy of the agent that the stress test has to find wrong.
 */
public final class Impatient {

    private Impatient() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue(value = "wakes", readOnly = false) int wakes) {
        wakes = 6;
    }
}
