package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Forks;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code ForkJoinTask.invoke} and {@code invokeAll}: work on the calling thread, and then a wait for what is left of it in the private
 * {@code awaitDone} (17 to 25, with other parameters each time), which ignores an interrupt unless {@code get} has
 * called it. So {@code get} is called first. What the work itself blocks in has its own name ({@code doExec} in
 * {@link FutureFamily}).
 */
public final class ForkFamily implements BlockingFamily {

    private static final String TASK = "java.util.concurrent.ForkJoinTask";
    private static final String POOL = "java.util.concurrent.ForkJoinPool";

    /** Later ones end {@code ForkJoinPool.invokeAll} with a time limit by an interrupt; 19 to 25 do, 18 was not read. */
    private static final int INTERRUPT_IS_TIME = 17;

    /** From here on {@code ForkJoinPool.invokeAll} without a time limit declares InterruptedException. */
    private static final int INTERRUPTIBLE_POOL_INVOKE_ALL = 22;

    @Override
    public Family family() {
        return Family.FUTURE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.of(Family.FUTURE, TASK, "invoke", InvokeAdvice.class),
                Hook.of(Family.FUTURE, TASK, "invokeAll", InvokeAllAdvice.class),
                Hook.of(Family.FUTURE, TASK, "awaitDone", AwaitAdvice.class)));
        if (jdk < INTERRUPTIBLE_POOL_INVOKE_ALL) {
            String ofAll = "(Ljava/util/Collection;)Ljava/util/List;";
            hooks.add(new Hook(Family.FUTURE, POOL, "invokeAll", ofAll, PoolInvokeAllAdvice.class));
        }
        if (jdk <= INTERRUPT_IS_TIME) {
            String timed = "(Ljava/util/concurrent/ForkJoinPool;J)V";
            hooks.add(new Hook(Family.FUTURE, TASK, "awaitPoolInvoke", timed, AwaitInPoolAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(TASK, "invoke", "invokeAll")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.inWords("`DeadlineExceededException`", "`CanceledException`"),
                        "the tasks of `invokeAll` but the first are cancelled, which ends none that runs. Parallel"
                                + " streams and sorts wait in `invoke`. `quietlyJoin()` and `quietlyInvoke` are made to"
                                + " throw nothing: they are shown by their stack, and not ended"),
                new Facts(
                        List.of(Target.of(POOL, "invokeAll")
                                .as("ForkJoinPool", "invokeAll(Collection)")
                                .until(21)),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.inWords("`DeadlineExceededException`", "`CanceledException`"),
                        "declares no `InterruptedException` on these JDKs. Its tasks are cancelled"),
                Facts.support(
                        "the wait of these, which no interrupt ends, made after one by `get`",
                        Target.of(TASK, "awaitDone")),
                Facts.support(
                        "the wait of `ForkJoinPool.invokeAll` with a time limit, made by `get`, because to the JDK's own an"
                                + " interrupt is the end of its time",
                        Target.of(TASK, "awaitPoolInvoke").until(INTERRUPT_IS_TIME)));
    }

    static final class InvokeAdvice {

        private InvokeAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String call, @Advice.This ForkJoinTask<?> task) {
            return Forks.enter(call, task);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Forks.exit(thrown);
            }
        }
    }

    static final class InvokeAllAdvice {

        private InvokeAllAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String call) {
            return Forks.enter(call, null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter boolean entered,
                @Advice.AllArguments Object[] arguments,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Forks.exitAll(thrown, arguments);
            }
        }
    }

    /** The pool cancels its tasks itself, whatever the call fails with. */
    static final class PoolInvokeAllAdvice {

        private PoolInvokeAllAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String call) {
            return Forks.enter(call, null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Forks.exit(thrown);
            }
        }
    }

    static final class AwaitAdvice {

        private AwaitAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This ForkJoinTask<?> task) {
            Forks.awaiting(task);
        }
    }

    static final class AwaitInPoolAdvice {

        private AwaitInPoolAdvice() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This ForkJoinTask<?> task, @Advice.Argument(1) long nanos)
                throws InterruptedException {
            return Forks.awaitInPool(task, nanos);
        }
    }
}
