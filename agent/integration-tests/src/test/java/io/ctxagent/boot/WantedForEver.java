package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * A fault for the handshake: a cancel takes its time and is then carried out, although its call has ended meanwhile. Woven into a
 * copy of the agent that the stress test has to find wrong.
 */
public final class WantedForEver {

    private WantedForEver() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean firing) {
        for (long until = System.nanoTime() + 100_000; System.nanoTime() < until; ) {
            Thread.yield();
        }
        firing = true;
    }
}
