package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Joins;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import io.ctxagent.instrument.advice.HookFamily;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

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
        return List.of(
                Hook.of(Family.PROCESS, "java.lang.ProcessImpl", Hook.INTERRUPTIBLE, WaitForAdvice.class),
                Hook.of(Family.PROCESS, "java.lang.Process", Hook.INTERRUPTIBLE, BlockingWaitAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.UNLESS_ENDED,
                        "the process goes on",
                        Target.of("java.lang.ProcessImpl", "waitFor").as("Process", "waitFor")),
                Facts.interrupted(
                        Facts.Recorded.ON_ENTRY,
                        "the process goes on",
                        Target.of("java.lang.Process", "waitFor").as("subclasses of Process", "waitFor")));
    }

    static final class WaitForAdvice {

        private WaitForAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @HookFamily Family family, @Advice.Origin("#t.#m") String call, @Advice.This Object process)
                throws InterruptedException {
            return Joins.waitFor(family, call, process);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }
}
