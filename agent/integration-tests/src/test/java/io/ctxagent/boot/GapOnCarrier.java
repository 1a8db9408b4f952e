package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/** {@link GapBefore}, after a method, in which a virtual thread stays on its carrier: the method has noted that. */
public final class GapOnCarrier {

    private GapOnCarrier() {}

    @Advice.OnMethodExit
    static void exit() {
        long now = System.nanoTime();
        boolean virtual = ThreadRecord.current().virtual;
        for (long until = now % 4 == 0 ? now + 200_000 : now; System.nanoTime() < until; ) {
            if (virtual) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
