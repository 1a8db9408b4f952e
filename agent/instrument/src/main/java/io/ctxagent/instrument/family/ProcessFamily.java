package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Process.waitFor} in all its forms. Woken by an interrupt; the process goes on. Registered at entry, because on 17
 * the timed form waits in the native {@code Object.wait(long)}. The thread that reaps a process lives as long as the process
 * and waits for nobody's context.
 */
public final class ProcessFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.PROCESS;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(Hook.interruptible(
                Family.PROCESS, BlockingWaitAdvice.class, "java.lang.ProcessImpl", "java.lang.Process"));
        hooks.add(Hook.of(
                Family.PROPAGATE,
                "java.lang.ProcessHandleImpl",
                "completion",
                PropagationFamily.WorkerAdvice.class));
        return hooks;
    }
}
