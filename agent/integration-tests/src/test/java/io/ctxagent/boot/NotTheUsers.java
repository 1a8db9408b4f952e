package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: of the interrupts that are pending when a pool has given up, none is the user's. Woven into a copy of the
 * agent that the stress test has to find wrong.
 */
public final class NotTheUsers {

    private NotTheUsers() {}

    @Advice.OnMethodEnter
    static void enter() {
        RecordedCall below = ThreadRecord.current().interruptedBelow;
        if (below != null) {
            below.interruptedByUser = false;
        }
    }
}
