package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: who finds no call where there should be one does not look again. Woven into a copy of the agent that
 * the stress test has to find wrong.
 */
public final class OnlyCalls {

    private OnlyCalls() {}

    /** Whether the method does nothing. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Object resent) {
        return !(resent instanceof WakeableCall);
    }
}
