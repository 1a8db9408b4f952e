package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/** A thread sees what it has stored itself, also where nobody else does; see {@link LateStore}. */
public final class OwnStore {

    private OwnStore() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This ContextLink link) {
        ThreadRecord record = link.get();
        if (record != null && record.thread == Thread.currentThread() && record.stands) {
            record.stand();
        }
    }
}
