package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.List;

/**
 * {@code Thread.sleep} and {@code TimeUnit.sleep}. Woken by an interrupt. {@code Thread.sleep(long)} is native before
 * JDK 19, so on 17 its call sites in application classes are rewritten (package {@code callsite}) and the JDK's own
 * callers of it get advice. On 25 every form ends in the private {@code sleepNanos(long)}; the public forms are named
 * too, for 21, where the outermost wins.
 */
public final class SleepFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.SLEEP;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        Hook units = Hook.of(Family.SLEEP, "java.util.concurrent.TimeUnit", "sleep", BlockingWaitAdvice.class);
        Hook nanos = new Hook(Family.SLEEP, "java.lang.Thread", "sleep", "(JI)V", BlockingWaitAdvice.class);
        if (jdk < 19) {
            return List.of(units, nanos);
        }
        Hook all = Hook.of(Family.SLEEP, "java.lang.Thread", "sleep", BlockingWaitAdvice.class);
        return List.of(units, all);
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "",
                        Target.of("java.util.concurrent.TimeUnit", "sleep"),
                        Target.of("java.lang.Thread", "sleep")),
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "native on these JDKs: woven where the application calls it, so not by reflection nor in JDK code",
                        Target.inApplications("`Thread`: `sleep(long)`").until(18)));
    }
}
