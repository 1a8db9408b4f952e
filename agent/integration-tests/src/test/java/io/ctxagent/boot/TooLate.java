package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/**
 * Makes the moment longer between a user's interrupt and its note, so that it shows when nobody waits for that. Woven into a
 * copy of the agent that the stress test has to find wrong.
 */
public final class TooLate {

    private TooLate() {}

    @Advice.OnMethodEnter
    static void enter() {
        for (long until = System.nanoTime() + 200_000; System.nanoTime() < until; ) {
            Thread.yield();
        }
    }
}
