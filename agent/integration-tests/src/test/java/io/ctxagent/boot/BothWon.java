package io.ctxagent.boot;

import io.ctxagent.context.CancelScope;
import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a cancel says that it was the one when the context was not done before it, although another may have
 * come first meanwhile. Woven into a copy of the scope that the stress test has to find wrong.
 */
public final class BothWon {

    private BothWon() {}

    @Advice.OnMethodEnter
    static boolean enter(@Advice.This CancelScope scope) {
        return scope.context().isDone();
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Enter boolean doneBefore, @Advice.Return(readOnly = false) boolean won) {
        won = !doneBefore;
    }
}
