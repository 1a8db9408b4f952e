package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Futures;
import io.ctxagent.boot.Joins;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Waits for results and for the end of executors. Woken by an interrupt. {@code join} and {@code close} are not
 * interruptible; under a context they wait by {@code get} and {@code awaitTermination} first, and throw the ContextException.
 * {@code ForkJoinTask.invoke} and {@code invokeAll} are in {@link ForkFamily}, structured scopes in {@link ScopeFamily}.
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
                "java.util.concurrent.ForkJoinTask",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.AbstractExecutorService",
                "java.util.concurrent.ExecutorCompletionService"));
        String future = "java.util.concurrent.CompletableFuture";
        String task = "java.util.concurrent.ForkJoinTask";
        hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.FutureTask", "get", TaskAdvice.class));
        hooks.add(Hook.of(Family.FUTURE, future, "get", ResultAdvice.class));
        hooks.add(Hook.of(Family.FUTURE, future, "join", JoinAdvice.class));
        hooks.add(Hook.of(Family.FUTURE, task, "join", JoinAdvice.class));
        String pool = "java.util.concurrent.ForkJoinPool";
        String ofTask = "(Ljava/util/concurrent/ForkJoinTask;)Ljava/lang/Object;";
        hooks.add(new Hook(Family.FUTURE, pool, "invoke", ofTask, PoolInvokeAdvice.class));
        hooks.add(new Hook(Family.FUTURE, pool, "invoke", ofTask, ObserveInvokeAdvice.class));
        // What a waiting thread runs for others: tasks that it helps with, tasks that a full pool gives back to its
        // caller,
        // the dependents of a future.
        hooks.add(Hook.of(Family.FUTURE, task, "doExec", OthersAdvice.class));
        hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.FutureTask", "run", OthersAdvice.class));
        hooks.add(Hook.of(Family.FUTURE, future, "postComplete", OthersAdvice.class));
        if (jdk >= 19) {
            hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.ExecutorService", "close", CloseAdvice.class));
            hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.ForkJoinPool", "close", CloseAdvice.class));
        }
        if (jdk >= 21) {
            hooks.addAll(
                    Hook.interruptible(Family.FUTURE, WaitAdvice.class, "java.util.concurrent.ThreadPerTaskExecutor"));
            hooks.add(Hook.of(Family.FUTURE, "java.util.concurrent.ThreadPerTaskExecutor", "close", CloseAdvice.class));
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
                                .from(19),
                        Target.of("java.util.concurrent.ForkJoinPool", "awaitTermination", "invokeAll", "invokeAny"),
                        Target.of("java.util.concurrent.ThreadPoolExecutor", "awaitTermination"),
                        Target.of("java.util.concurrent.AbstractExecutorService", "invokeAll", "invokeAny"),
                        Target.of("java.util.concurrent.ExecutorCompletionService", "poll", "take"),
                        Target.of(
                                "java.util.concurrent.ThreadPerTaskExecutor",
                                "awaitTermination",
                                "invokeAll",
                                "invokeAny"),
                        Target.inApplications("`java.util.concurrent.Future`: `get`")),
                new Facts(
                        List.of(
                                Target.of("java.util.concurrent.CompletableFuture", "join"),
                                Target.of("java.util.concurrent.ForkJoinTask", "join"),
                                Target.of("java.util.concurrent.ForkJoinPool", "invoke")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.inWords("`DeadlineExceededException`", "`CanceledException`"),
                        "the task that is waited for goes on, unless it obeys its context itself"),
                new Facts(
                        List.of(
                                Target.of("java.util.concurrent.ExecutorService", "close"),
                                Target.of("java.util.concurrent.ForkJoinPool", "close")
                                        .from(19),
                                Target.of("java.util.concurrent.ThreadPerTaskExecutor", "close")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.inWords("`DeadlineExceededException`", "`CanceledException`"),
                        "shuts down and interrupts its tasks first, as the JDK does for an interrupt; a task that does"
                                + " not obey outlives it. One that has no task left closes under a done context too"),
                Facts.support(
                        "what a waiting thread runs for others, a task that it helps with or the dependents of a future,"
                                + " blocks under its own name",
                        Target.of("java.util.concurrent.ForkJoinTask", "doExec"),
                        Target.of("java.util.concurrent.FutureTask", "run"),
                        Target.of("java.util.concurrent.CompletableFuture", "postComplete")));
    }

    /** Private {@code FutureTask.state} of JDK 17 to 25; a subclass may override {@code isDone}. */
    static final class TaskAdvice {

        /** {@code FutureTask.COMPLETING}; what is above needs no wait. */
        private static final int COMPLETING = 1;

        private TaskAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call, @Advice.This Object task, @Advice.FieldValue("state") int state)
                throws InterruptedException {
            return Joins.await(Family.FUTURE, call, task, state > COMPLETING);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }

    /** {@code CompletableFuture.result} of JDK 17 to 25, null until there is one. */
    static final class ResultAdvice {

        private ResultAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call,
                @Advice.This Object future,
                @Advice.FieldValue("result") @Nullable Object result)
                throws InterruptedException {
            return Joins.await(Family.FUTURE, call, future, result != null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }

    static final class JoinAdvice {

        private JoinAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Future<?> future, @Advice.Origin("#t.#m") String call) {
            return Futures.join(future, call);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Futures.exit(thrown);
            }
        }
    }

    static final class PoolInvokeAdvice {

        private PoolInvokeAdvice() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This ForkJoinPool pool, @Advice.Argument(0) ForkJoinTask<?> task) {
            return Futures.invoke(pool, task);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter boolean invoked,
                @Advice.Argument(0) ForkJoinTask<?> task,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
            if (invoked) {
                result = Futures.result(task);
            }
        }
    }

    static final class ObserveInvokeAdvice {

        private ObserveInvokeAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This ForkJoinPool pool) {
            return Futures.observeInvoke(pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Futures.exit(thrown);
            }
        }
    }

    static final class CloseAdvice {

        private CloseAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This ExecutorService executor) {
            return Futures.close(executor);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Futures.exit(thrown);
            }
        }
    }

    static final class OthersAdvice {

        private OthersAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter() {
            return Futures.suspend();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object suspension) {
            if (suspension != null) {
                Futures.resume(suspension);
            }
        }
    }
}
