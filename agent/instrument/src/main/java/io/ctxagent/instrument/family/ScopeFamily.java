package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Scopes;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Structured concurrency, a preview of JDK 21 to 25: a class with {@code join} and {@code joinUntil} until 24, an interface with
 * one implementation from 25 on. Both wait in {@code ThreadFlock.awaitAll}, which parks and heeds an interrupt. Left so, a
 * scope has been joined as far as its {@code close} is concerned, which then cancels what goes on.
 */
public final class ScopeFamily implements BlockingFamily {

    private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";
    private static final String FLOCK = "jdk.internal.misc.ThreadFlock";

    @Override
    public Family family() {
        return Family.FUTURE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        if (jdk < 21) {
            return List.of();
        }
        Hook awaitAll = Hook.of(Family.FUTURE, FLOCK, "awaitAll", AwaitAdvice.class);
        return jdk >= 25
                ? List.of(Hook.of(Family.FUTURE, SCOPE + "Impl", "join", JoinAdvice.class), awaitAll)
                : List.of(
                        Hook.of(Family.FUTURE, SCOPE, "join", JoinAdvice.class),
                        Hook.of(Family.FUTURE, SCOPE, "joinUntil", JoinAdvice.class),
                        awaitAll);
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "its subtasks go on until the scope is closed, which interrupts them. Run on 25, and read in the"
                                + " sources of 21",
                        Target.of(SCOPE, "join", "joinUntil"),
                        Target.of(SCOPE + "Impl", "join").as("StructuredTaskScope", "join")),
                Facts.support(
                        "where a join under a context that is done fails: once begun, so that `close` does not miss it",
                        Target.of(FLOCK, "awaitAll")));
    }

    static final class JoinAdvice {

        private JoinAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(
                @Advice.Origin("java.util.concurrent.StructuredTaskScope.#m") String call, @Advice.This Object scope) {
            return Scopes.enter(call, scope);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Scopes.exit(thrown);
            }
        }
    }

    static final class AwaitAdvice {

        private AwaitAdvice() {}

        @Advice.OnMethodEnter
        static void enter() throws InterruptedException {
            Scopes.awaiting();
        }
    }
}
