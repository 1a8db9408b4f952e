package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: who wakes once more does not ask whether the call has ended, and so wakes whatever its thread does
 * now. Woven into a copy of the agent that the stress test has to find wrong.
 */
public final class AgainThoughEnded {

    private AgainThoughEnded() {}

    /** Whether the method does nothing more, which says that the call needs no other wake-up. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This WakeableCall call) {
        call.fire();
        return true;
    }
}
