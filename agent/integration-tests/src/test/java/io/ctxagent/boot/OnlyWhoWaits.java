package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a virtual thread is unparked only where it is parked, as a signal finds a platform thread only in
 * its system call. Woven into a copy of the agent that the stress test has to find wrong.
 */
public final class OnlyWhoWaits {

    private OnlyWhoWaits() {}

    /** Whether the method does nothing. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
            @Advice.FieldValue("nativeThread") long nativeThread, @Advice.FieldValue("thread") Thread thread) {
        return nativeThread <= 0 && thread.getState() == Thread.State.RUNNABLE;
    }
}
