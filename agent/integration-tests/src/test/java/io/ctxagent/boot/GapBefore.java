package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * Makes the moment longer before a method, now and then, so that it shows when nobody looks at what happened in it. Woven into a
 * copy of the agent that the stress test has to find wrong.
 */
public final class GapBefore {

    private GapBefore() {}

    @Advice.OnMethodEnter
    static void enter() {
        long now = System.nanoTime();
        // Not each time: what is to happen in the gap of one call would have happened in that of the call before.
        for (long until = now % 4 == 0 ? now + 200_000 : now; System.nanoTime() < until; ) {
            Thread.yield();
        }
    }
}
