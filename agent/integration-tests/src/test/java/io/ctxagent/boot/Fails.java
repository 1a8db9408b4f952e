package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/** A fault inside a hook: what it calls throws. */
public final class Fails {

    private Fails() {}

    @Advice.OnMethodEnter
    static void enter() {
        throw new IllegalStateException("broken on purpose");
    }
}
