package io.ctxagent.instrument.family;

import io.ctxagent.boot.ContextInterruptedException;
import io.ctxagent.boot.Coroutines;
import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.JdbcHook;
import io.ctxagent.instrument.Target;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Kotlin's {@code runBlocking}: it runs coroutines in {@code processNextEvent}, parks while there are none, and cancels its own
 * when that park was interrupted. Read in kotlinx-coroutines 1.6 to 1.11; see decision 0081.
 */
public final class CoroutineFamily implements BlockingFamily {

    private static final Map<String, List<JdbcHook>> HOOKS = Map.of(
            "kotlinx/coroutines/BlockingCoroutine",
            List.of(new JdbcHook(JoinAdvice.class, "joinBlocking")),
            "kotlinx/coroutines/EventLoopImplBase",
            List.of(new JdbcHook(FutureFamily.OthersAdvice.class, "processNextEvent")),
            "kotlinx/coroutines/JobSupport",
            List.of(new JdbcHook(CancelAdvice.class, "cancelCoroutine")));

    /** The hooks of the class with this internal name; none for nearly all. */
    public static List<JdbcHook> hooksOf(String internalName) {
        return HOOKS.getOrDefault(internalName, List.of());
    }

    @Override
    public Family family() {
        return Family.FUTURE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of();
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.inApplications("Kotlin's `runBlocking`")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        false,
                        Facts.INTERRUPT,
                        Ending.with(ContextInterruptedException.class),
                        "its coroutine is cancelled, with that exception as the cause. From kotlinx-coroutines 1.10 on the"
                                + " thread stays until all its children have ended, as after any interrupt, and is shown as"
                                + " not cancellable meanwhile; before, it leaves at once. Under a context that is done the"
                                + " coroutine runs until it first suspends. What a coroutine calls on the thread is a call"
                                + " of its own"),
                Facts.support(
                        "lets `runBlocking` be woken only while it waits, and once",
                        Target.inApplications(
                                "`kotlinx.coroutines`: `EventLoopImplBase.processNextEvent`, `JobSupport.cancelCoroutine`")));
    }

    static final class JoinAdvice {

        private JoinAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Object coroutine) {
            return Coroutines.joining(coroutine);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Coroutines.joined(thrown);
            }
        }
    }

    static final class CancelAdvice {

        private CancelAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.This Object coroutine, @Advice.Argument(value = 0, readOnly = false) Throwable cause) {
            Object cancelling = Coroutines.cancelling(coroutine, cause);
            if (cancelling != null) {
                cause = Coroutines.cause(cancelling, cause);
            }
            return cancelling;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object cancelling) {
            if (cancelling != null) {
                Coroutines.cancelled(cancelling);
            }
        }
    }
}
