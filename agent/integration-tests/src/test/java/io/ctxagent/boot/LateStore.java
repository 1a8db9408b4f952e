package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * Makes the moment longer in which a call stands and nobody else can see that, as a processor does that has not given away yet what it
 * has stored: {@link ClaimableCall#stand} does nothing at first, and is called again by {@link StoreArrives}, or by {@link OwnStore}
 * before the thread looks for its own call. No fault by itself: the race must stay as clean as without.
 */
public final class LateStore {

    private LateStore() {}

    /** Whether the method does nothing. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This ClaimableCall call, @Advice.FieldValue("state") long state) {
        if ((state & 3) != 0) {
            return true; // it has been called again already
        }
        if (call.stands || ((StandingCall) call).contextDone()) {
            return false;
        }
        call.stands = true;
        return true;
    }
}
