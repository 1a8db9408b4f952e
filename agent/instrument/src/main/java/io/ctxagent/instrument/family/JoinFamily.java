package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.List;

/** {@code Thread.join} in all its forms ({@code join(Duration)} from JDK 19 on). Woken by an interrupt. */
public final class JoinFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.JOIN;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(Hook.of(Family.JOIN, "java.lang.Thread", "join", BlockingWaitAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(Facts.interrupted(Facts.Recorded.ON_ENTRY, "", Target.of("java.lang.Thread", "join")));
    }
}
