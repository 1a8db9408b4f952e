package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Futures;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/**
 * Waits for results and for the end of executors. Woken by an interrupt. {@code CompletableFuture.join} is not
 * interruptible; under a context it waits by {@code get} first.
 */
public final class FutureFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.FUTURE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(Hook.interruptible(
                Family.FUTURE,
                WaitAdvice.class,
                "java.util.concurrent.FutureTask",
                "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.ForkJoinTask",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.AbstractExecutorService",
                "java.util.concurrent.ExecutorCompletionService"));
        hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.CompletableFuture", "join", JoinAdvice.class));
        if (jdk >= 21) {
            hooks.addAll(
                    Hook.interruptible(Family.FUTURE, WaitAdvice.class, "java.util.concurrent.ThreadPerTaskExecutor"));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "the task that is waited for goes on, unless it obeys its context itself",
                        Target.of("java.util.concurrent.FutureTask", "get"),
                        Target.of("java.util.concurrent.CompletableFuture", "get"),
                        Target.of("java.util.concurrent.ForkJoinTask", "get"),
                        Target.of("java.util.concurrent.ForkJoinTask", "quietlyJoin")
                                .from(22),
                        Target.of("java.util.concurrent.ForkJoinPool", "awaitTermination", "invokeAll", "invokeAny"),
                        Target.of("java.util.concurrent.ThreadPoolExecutor", "awaitTermination"),
                        Target.of("java.util.concurrent.AbstractExecutorService", "invokeAll", "invokeAny"),
                        Target.of("java.util.concurrent.ExecutorCompletionService", "poll", "take"),
                        Target.of(
                                "java.util.concurrent.ThreadPerTaskExecutor",
                                "awaitTermination",
                                "invokeAll",
                                "invokeAny")),
                new Facts(
                        List.of(Target.of("java.util.concurrent.CompletableFuture", "join")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.inWords("`DeadlineExceededException`", "`CanceledException`"),
                        "shown as `CompletableFuture.get`, by which it waits"));
    }

    static final class JoinAdvice {

        private JoinAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This CompletableFuture<?> future) {
            Futures.join(future);
        }
    }
}
