package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a thread that finds its context done, once its call can be seen, does not wake itself. Woven into a
 * copy of the agent that the stress test has to find wrong.
 */
public final class NoSecondLook {

    private NoSecondLook() {}

    /** Whether the method does nothing. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.FieldValue("thread") Thread thread) {
        return thread == Thread.currentThread();
    }
}
