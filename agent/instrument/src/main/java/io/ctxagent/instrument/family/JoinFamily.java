package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Joins;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.HookFamily;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** {@code Thread.join} in all its forms ({@code join(Duration)} from JDK 19 on). Woken by an interrupt. */
public final class JoinFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.JOIN;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(Hook.of(Family.JOIN, "java.lang.Thread", "join", JoinAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(Facts.interrupted(Facts.Recorded.UNLESS_ENDED, "", Target.of("java.lang.Thread", "join")));
    }

    static final class JoinAdvice {

        private JoinAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @HookFamily Family family, @Advice.Origin("#t.#m") String call, @Advice.This Thread joined)
                throws InterruptedException {
            return Joins.join(family, call, joined);
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
