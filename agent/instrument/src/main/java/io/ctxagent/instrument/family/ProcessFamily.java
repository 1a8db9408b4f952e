package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.List;

/**
 * {@code Process.waitFor} in all its forms. Woken by an interrupt; the process goes on. Registered at entry, because on 17
 * the timed form waits in the native {@code Object.wait(long)}.
 */
public final class ProcessFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.PROCESS;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return Hook.interruptible(
                Family.PROCESS, BlockingWaitAdvice.class, "java.lang.ProcessImpl", "java.lang.Process");
    }

    @Override
    public List<Facts> facts() {
        return List.of(Facts.interrupted(
                Facts.Recorded.ON_ENTRY,
                "the process goes on",
                Target.of("java.lang.ProcessImpl", "waitFor").as("Process", "waitFor"),
                Target.of("java.lang.Process", "waitFor").as("subclasses of Process", "waitFor")));
    }
}
