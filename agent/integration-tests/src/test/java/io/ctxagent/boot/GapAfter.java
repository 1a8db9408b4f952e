package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/** {@link GapBefore}, after a method. */
public final class GapAfter {

    private GapAfter() {}

    @Advice.OnMethodExit
    static void exit() {
        long now = System.nanoTime();
        for (long until = now % 4 == 0 ? now + 200_000 : now; System.nanoTime() < until; ) {
            Thread.yield();
        }
    }
}
