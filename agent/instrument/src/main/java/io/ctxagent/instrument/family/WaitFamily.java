package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.List;

/**
 * {@code Object.wait}. Woken by an interrupt; as ever, the monitor is taken again before it throws.
 * {@code wait(long)} is native before JDK 19: there its call sites in application classes are rewritten, and the two Java
 * forms get advice, as does {@code ReferenceQueue.remove}, which calls it in the JDK. From 19 on all forms go through
 * {@code wait(long)}, and that {@code remove} through a condition or through this.
 */
public final class WaitFamily implements BlockingFamily {

    private static final String REFERENCES = "java.lang.ref.ReferenceQueue";

    @Override
    public Family family() {
        return Family.WAIT;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        if (jdk < 19) {
            return List.of(
                    new Hook(Family.WAIT, "java.lang.Object", "wait", "()V", BlockingWaitAdvice.class),
                    new Hook(Family.WAIT, "java.lang.Object", "wait", "(JI)V", BlockingWaitAdvice.class),
                    Hook.of(Family.WAIT, REFERENCES, "remove", BlockingWaitAdvice.class));
        }
        return List.of(new Hook(Family.WAIT, "java.lang.Object", "wait", "(J)V", BlockingWaitAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "throws when it has its monitor again, as it must",
                        Target.of("java.lang.Object", "wait")),
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "native on these JDKs: woven where the application calls it, so not by reflection nor in JDK"
                                + " code",
                        Target.inApplications("`Object`: `wait(long)`").until(18)),
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "from 19 on by what it waits in, and a reference that is there is given out under a done context",
                        Target.of(REFERENCES, "remove").until(18)));
    }
}
