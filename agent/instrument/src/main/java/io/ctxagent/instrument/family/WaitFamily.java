package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.List;

/**
 * {@code Object.wait}. Woken by an interrupt; as ever, the monitor is taken again before it throws.
 * {@code wait(long)} is native before JDK 19: there its call sites in application classes are rewritten, and the two Java
 * forms get advice. From 19 on all forms go through {@code wait(long)}.
 */
public final class WaitFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.WAIT;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        if (jdk < 19) {
            return List.of(
                    new Hook(Family.WAIT, "java.lang.Object", "wait", "()V", BlockingWaitAdvice.class),
                    new Hook(Family.WAIT, "java.lang.Object", "wait", "(JI)V", BlockingWaitAdvice.class));
        }
        return List.of(new Hook(Family.WAIT, "java.lang.Object", "wait", "(J)V", BlockingWaitAdvice.class));
    }
}
