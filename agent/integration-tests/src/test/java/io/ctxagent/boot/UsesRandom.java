package io.ctxagent.boot;

import java.util.concurrent.ThreadLocalRandom;
import net.bytebuddy.asm.Advice;

/** What a table of many threads does now and then inside of a hook, each time: asks for a random number. */
public final class UsesRandom {

    private UsesRandom() {}

    @Advice.OnMethodEnter
    static void enter() {
        ThreadLocalRandom.current();
    }
}
